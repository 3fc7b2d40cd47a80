import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { failureOf } from '../../../api/failure';
import { postImport } from '../../../api/imports';
import { putTask } from '../queries/tasks';
import { orderOf } from '../state/recipe';
import type { Draft, Drafts } from './use-drafts';

/** Sends files one after another; each leaves the list once the service has taken it into its queue. */
export function useSend({ change, remove }: Drafts): (drafts: readonly Draft[]) => Promise<void> {
  const client = useQueryClient();
  return useCallback(
    async (drafts) => {
      for (const { id, file, recipe } of drafts) {
        change(id, { sent: 0, failure: null });
        try {
          const sending = { onSent: (sent: number) => change(id, { sent }), signal: new AbortController().signal };
          putTask(client, await postImport(file, orderOf(recipe), sending));
          remove(id);
        } catch (error) {
          change(id, { sent: null, failure: failureOf(error) });
        }
      }
    },
    [client, change, remove],
  );
}
