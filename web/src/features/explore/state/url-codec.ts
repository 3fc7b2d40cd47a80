// The URL's query string <-> the state of the screen: a slice, the order and size of the list, and what is open.
import { parseSlice, queryString, sliceParameters, when } from '../../../slice/state/slice-codec';
import { oneOf } from '../../../lib/one-of';
import { EMPTY_STATE, type ExploreState, INTERVALS, SORTS } from './explore-state';

const LIMIT_MAX = 200;

export function parseSearch(search: string): ExploreState {
  const params = new URLSearchParams(search);
  return {
    ...parseSlice(params),
    sort: oneOf(SORTS, params.get('sort')) ?? EMPTY_STATE.sort,
    limit: parseLimit(params.get('limit')),
    interval: oneOf(INTERVALS, params.get('timeline')) ?? EMPTY_STATE.interval,
    review: params.get('review') || null,
  };
}

/** `?…`, or the empty string for the state that needs no words. */
export function formatSearch(state: ExploreState): string {
  return queryString([
    ...sliceParameters(state),
    ...when(state.sort !== EMPTY_STATE.sort, 'sort', state.sort),
    ...when(state.limit !== EMPTY_STATE.limit, 'limit', String(state.limit)),
    ...when(state.interval !== EMPTY_STATE.interval, 'timeline', state.interval),
    ...when(state.review !== null, 'review', state.review ?? ''),
  ]);
}

function parseLimit(text: string | null): number {
  const limit = Number(text);
  return Number.isInteger(limit) && limit >= 1 ? Math.min(limit, LIMIT_MAX) : EMPTY_STATE.limit;
}
