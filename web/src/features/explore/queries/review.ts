import { queryOptions } from '@tanstack/react-query';
import { getReview } from '../../../api/client';

/** The whole review, with the highlights of the query that led to it. */
export function reviewQuery(id: string, q: string) {
  return queryOptions({
    queryKey: ['review', id, q],
    queryFn: ({ signal }) => getReview(id, q, signal),
  });
}
