import { type QueryClient, type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { watchTask } from '../../../api/imports';
import type { TaskList } from '../../../api/types';
import { putTask, refreshAll, tasksQuery } from '../queries/tasks';
import { activeIds, endedIds } from '../state/task-progress';

const RETRY_MS = 2_000;

export interface LiveTasks {
  query: UseQueryResult<TaskList>;
  /** Tasks that had ended before this visit. */
  before: ReadonlySet<number>;
}

/** The queue as it moves. Its tasks run one after another, so one stream tells all. */
export function useLiveTasks(): LiveTasks {
  const client = useQueryClient();
  const query = useQuery(tasksQuery());
  const [before, setBefore] = useState<ReadonlySet<number>>();
  const tasks = query.data?.tasks ?? [];
  if (query.data && before === undefined) setBefore(new Set(endedIds(tasks)));
  const running = tasks.find((task) => task.state === 'running')?.id;
  useEffect(() => {
    if (running === undefined) return undefined;
    const leaving = new AbortController();
    void follow(client, running, leaving.signal);
    return () => leaving.abort();
  }, [client, running]);
  useNews(client, activeIds(tasks).join());
  return { query, before: before ?? new Set() };
}

/** Asks anew for what is shown when a task has left the active ones. It may have ended between two looks, before any stream told of it. */
function useNews(client: QueryClient, active: string): void {
  const last = useRef('');
  useEffect(() => {
    const now = new Set(active.split(','));
    const hasNews = last.current !== '' && last.current.split(',').some((id) => !now.has(id));
    last.current = active;
    if (hasNews) void refreshAll(client);
  }, [client, active]);
}

/** Shows the task as it moves until it has ended. A stream that breaks off is taken up again. */
async function follow(client: QueryClient, id: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      return await watchTask(id, (task) => putTask(client, task), signal);
    } catch {
      await new Promise((next) => setTimeout(next, RETRY_MS));
    }
  }
}
