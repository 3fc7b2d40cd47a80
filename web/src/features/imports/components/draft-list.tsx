import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { t } from '../../../messages/messages';
import type { Draft, Drafts } from '../hooks/use-drafts';
import { useSend } from '../hooks/use-send';
import { previewQuery } from '../queries/imports';
import { DraftCard } from './draft-card';

/** The files at hand, each as it would be read; together or one by one they go into the queue. */
export function DraftList({ drafts }: { drafts: Drafts }) {
  const client = useQueryClient();
  const send = useSend(drafts);
  const { drafts: list, change, remove } = drafts;
  // What the preview says cannot be imported stays, with its reason.
  const isReady = ({ id, file, recipe, sent }: Draft): boolean => {
    const preview = client.getQueryState(previewQuery(id, file, recipe, () => undefined).queryKey);
    return sent === null && preview?.status !== 'error' && preview?.data?.problem == null;
  };
  if (list.length === 0) return null;
  return (
    <section className="draft-list" aria-label={t('imports.drafts')}>
      {list.length > 1 && (
        <div className="controls">
          <Button type="primary" disabled={list.some(({ sent }) => sent !== null)} onClick={() => void send(list.filter(isReady))}>
            {t('imports.startAll', { count: list.length })}
          </Button>
          <Button onClick={() => list.filter(({ sent }) => sent === null).forEach(({ id }) => remove(id))}>{t('imports.removeAll')}</Button>
        </div>
      )}
      {list.map((draft) => (
        <DraftCard
          key={draft.id}
          draft={draft}
          isOnly={list.length === 1}
          change={(patch) => change(draft.id, patch)}
          remove={() => remove(draft.id)}
          send={() => void send([draft])}
        />
      ))}
    </section>
  );
}
