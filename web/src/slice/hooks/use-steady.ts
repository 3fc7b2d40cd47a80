// Results stay, dimmed, until newer ones come; also when the newer ones fail.
import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';

export interface Steady<T> {
  /** The answer to this URL, or to an earlier one. */
  shown: T | undefined;
  /** Classes for what is shown: empty when it is the answer to this URL. */
  staleness: string;
}

export function useSteady<T>({ data, isPlaceholderData, error }: UseQueryResult<T>): Steady<T> {
  const [last, setLast] = useState(data);
  if (data !== undefined && data !== last) setLast(data);
  const isStale = isPlaceholderData || data === undefined;
  return { shown: data ?? last, staleness: !isStale ? '' : error === null ? ' stale' : ' stale failed' };
}
