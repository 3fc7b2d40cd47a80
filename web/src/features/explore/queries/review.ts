import { queryOptions } from '@tanstack/react-query';
import { getReview } from '../../../api/client';
import type { ExploreState } from '../state/explore-state';
import { wordsBody } from '../../../slice/state/slice-body';

/** The whole review, with the highlights of the query that led to it. */
export function reviewQuery(id: string, state: ExploreState) {
  const words = wordsBody(state);
  return queryOptions({
    queryKey: ['review', id, words],
    queryFn: ({ signal }) => getReview(id, words, signal),
  });
}
