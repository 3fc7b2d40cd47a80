import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { getTasks } from '../../../api/imports';
import type { Task, TaskList } from '../../../api/types';
import { isActive } from '../state/task-progress';
import { PREVIEW } from './imports';

/** Between two looks while nothing is known to run: commands and other people begin tasks too. */
const LOOK_MS = 5_000;
/** While a task waits for its turn. */
const LOOK_SOON_MS = 700;

/** The queue, newest first. */
export function tasksQuery() {
  return queryOptions({
    queryKey: ['tasks'],
    queryFn: ({ signal }) => getTasks(signal),
    refetchInterval: ({ state: { data } }) => {
      const active = data?.tasks.filter(isActive) ?? [];
      return active.length > 0 && active.every((task) => task.state === 'queued') ? LOOK_SOON_MS : LOOK_MS;
    },
  });
}

/** Puts a task as it is now into the list that is shown. */
export function putTask(client: QueryClient, task: Task): void {
  client.setQueryData<TaskList>(tasksQuery().queryKey, (list) => {
    const others = list?.tasks.filter((one) => one.id !== task.id) ?? [];
    return { tasks: [...others, task].sort((a, b) => b.id - a.id) };
  });
}

/** What the texts of a file and the fields are is the same after a task; everything else may have changed. */
const LASTING = new Set<unknown>([PREVIEW, 'fields', 'session']);

export function refreshAll(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ predicate: ({ queryKey }) => !LASTING.has(queryKey[0]) });
}
