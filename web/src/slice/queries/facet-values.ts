import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { postFacetValues } from '../../api/client';
import { sliceBody } from '../state/slice-body';
import type { Slice } from '../state/slice-state';

/** The most values that one answer carries. */
export const VALUES_AT_MOST = 500;

/** Values of one facet, or those of them that contain a text. */
export function facetValuesQuery(slice: Slice, field: string, contains: string, limit: number, enabled: boolean) {
  const body = { ...sliceBody(slice), contains, limit };
  return queryOptions({
    queryKey: ['facet-values', field, body],
    queryFn: ({ signal }) => postFacetValues(field, body, signal),
    enabled,
    placeholderData: keepPreviousData,
  });
}
