import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { postSearch } from '../../../api/client';
import type { Period } from '../../../lib/dates';
import type { ExploreState } from '../state/explore-state';
import { nextPageBody, searchBody, summaryBody } from '../state/search-body';

export const FACET_LIMIT = 20;

const FIRST_PAGE: string | null = null;

/** The first page brings facets, timeline and summary of one snapshot; later pages only hits. */
export function searchQuery(state: ExploreState, facets: readonly string[]) {
  const first = searchBody(state, facets, FACET_LIMIT);
  return infiniteQueryOptions({
    queryKey: ['search', first],
    queryFn: ({ pageParam, signal }) =>
      postSearch(pageParam === null ? first : nextPageBody(state, pageParam), signal),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (page) => page.next_cursor ?? null,
    placeholderData: keepPreviousData,
  });
}

export function previousSummaryQuery(state: ExploreState, period: Period | null) {
  const body = period === null ? null : summaryBody(state, period);
  return queryOptions({
    queryKey: ['summary', body],
    queryFn: ({ signal }) => postSearch(body ?? { limit: 0 }, signal),
    enabled: body !== null,
  });
}
