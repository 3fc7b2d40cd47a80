import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { postFacetValues } from '../../../api/client';
import type { ExploreState } from '../state/explore-state';
import { sliceBody } from '../state/search-body';

/** The most values that one answer carries. */
export const VALUES_AT_MOST = 500;

/** More values of one facet than the screen's own request carries, or those that contain a text. */
export function facetValuesQuery(state: ExploreState, field: string, contains: string, limit: number, enabled: boolean) {
  const body = { ...sliceBody(state), contains, limit };
  return queryOptions({
    queryKey: ['facet-values', field, body],
    queryFn: ({ signal }) => postFacetValues(field, body, signal),
    enabled,
    placeholderData: keepPreviousData,
  });
}
