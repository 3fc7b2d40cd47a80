import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Task } from '../../../api/types';
import { putTask } from '../queries/tasks';

/** Orders long work; its task stands in the queue at once. */
export function useOrder<V = void>(order: (of: V) => Promise<Task>): UseMutationResult<Task, Error, V> {
  const client = useQueryClient();
  return useMutation({ mutationFn: order, onSuccess: (task) => putTask(client, task) });
}
