import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { postFacetValues } from '../../../api/client';
import { toWire, wordsBody } from '../../../slice/state/slice-body';
import type { Slice, WireSlice } from '../../../slice/state/slice-state';

const SHOWN = 12;
const BUCKETS = { negative: ['very_negative', 'negative'], positive: ['positive', 'very_positive'] };

type Tone = keyof typeof BUCKETS;

/** The reviews of the slice with this feeling. A facet lifts the filter on itself, so all conditions stand inside. */
function felt(slice: Slice, tone: Tone): WireSlice[] {
  const { filter } = toWire(slice);
  return [...(filter === undefined ? [] : [{ filter }]), { filter: { sentiment: BUCKETS[tone] } }];
}

export function opinionsQuery(slice: Slice, tone: Tone) {
  const body = { ...wordsBody(slice), filter: { all: felt(slice, tone) }, contains: '', limit: SHOWN };
  return queryOptions({
    queryKey: ['opinions', body],
    queryFn: ({ signal }) => postFacetValues('opinion', body, signal),
    placeholderData: keepPreviousData,
  });
}

/** The reviews behind the count of one opinion. */
export function opinionSlice(slice: Slice, tone: Tone, opinion: string): WireSlice {
  return { ...wordsBody(slice), filter: { all: [...felt(slice, tone), { filter: { opinion: [opinion] } }] } };
}
