import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type PivotBody, postPivot } from '../../api/client';
import { sliceBody } from '../state/slice-body';
import type { Slice } from '../state/slice-state';

export function pivotBody(slice: Slice, dimensions: readonly string[]): PivotBody {
  return { ...sliceBody(slice), dimensions: [...dimensions] };
}

/** A slice counted by up to three dimensions. */
export function pivotQuery(slice: Slice, dimensions: readonly string[]) {
  const body = pivotBody(slice, dimensions);
  return queryOptions({
    queryKey: ['pivot', body],
    queryFn: ({ signal }) => postPivot(body, signal),
    placeholderData: keepPreviousData,
    enabled: dimensions.length > 0,
  });
}
