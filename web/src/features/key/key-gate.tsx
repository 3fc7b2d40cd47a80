import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { getSession } from '../../api/client';
import { openGate, useGate } from '../../api/key';
import { KeyScreen } from './key-screen';

/** The screens, or the question for a key when the service wants one. */
export function KeyGate({ children }: { children: ReactNode }) {
  const gate = useGate();
  const queries = useQueryClient();
  useEffect(() => {
    if (gate === 'open') return undefined;
    // What an earlier key has read is no longer anybody's.
    queries.clear();
    const leaving = new AbortController();
    getSession(leaving.signal).then(
      (session) => {
        if (!session.key_required) openGate();
      },
      () => undefined,
    );
    return () => leaving.abort();
  }, [gate, queries]);
  return gate === 'open' ? children : <KeyScreen wasRefused={gate === 'refused'} />;
}
