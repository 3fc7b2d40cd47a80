import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { postFacetValues } from '../../../api/client';
import { toWire, within } from '../../../slice/state/slice-body';
import type { Slice, WireSlice } from '../../../slice/state/slice-state';

const SHOWN = 12;
const BUCKETS = { negative: ['very_negative', 'negative'], positive: ['positive', 'very_positive'] };

type Tone = keyof typeof BUCKETS;

export function opinionsQuery(slice: Slice, tone: Tone) {
  // A facet lifts the filter on itself, so all conditions stand inside.
  const body = { ...within(toWire(slice), { sentiment: BUCKETS[tone] }), contains: '', limit: SHOWN };
  return queryOptions({
    queryKey: ['opinions', body],
    queryFn: ({ signal }) => postFacetValues('opinion', body, signal),
    placeholderData: keepPreviousData,
  });
}

/** The reviews behind the count of one opinion. */
export function opinionSlice(slice: Slice, tone: Tone, opinion: string): WireSlice {
  return within(toWire(slice), { sentiment: BUCKETS[tone], opinion: [opinion] });
}
