import { type QueryClient, type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { watchTask } from '../../../api/imports';
import type { TaskList } from '../../../api/types';
import { putTask, refreshAll, tasksQuery } from '../queries/tasks';

const RETRY_MS = 2_000;

/** The queue as it moves. Its tasks run one after another, so one stream tells all. */
export function useLiveTasks(): UseQueryResult<TaskList> {
  const client = useQueryClient();
  const tasks = useQuery(tasksQuery());
  const running = tasks.data?.tasks.find((task) => task.state === 'running')?.id;
  useEffect(() => {
    if (running === undefined) return undefined;
    const leaving = new AbortController();
    void follow(client, running, leaving.signal);
    return () => leaving.abort();
  }, [client, running]);
  return tasks;
}

/** Shows the task as it moves, and when it has ended what it has changed. A stream that breaks off is taken up again. */
async function follow(client: QueryClient, id: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await watchTask(id, (task) => putTask(client, task), signal);
      await refreshAll(client);
      return;
    } catch {
      await new Promise((next) => setTimeout(next, RETRY_MS));
    }
  }
}
