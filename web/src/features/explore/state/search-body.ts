// The state of the screen -> the body of POST /api/v1/search.
import type { SearchBody } from '../../../api/client';
import type { Period } from '../../../lib/dates';
import { sliceBody } from '../../../slice/state/slice-body';
import type { Clause } from '../../../slice/state/slice-state';
import type { ExploreState } from './explore-state';

export function searchBody(state: ExploreState, facets: readonly string[], facetLimit: number): SearchBody {
  return {
    ...sliceBody(state),
    sort: state.sort,
    limit: state.limit,
    facets: [...facets],
    facet_limit: facetLimit,
    timeline: { interval: state.interval, split: 'sentiment' },
    summary: true,
  };
}

/** The next page of the same list; nothing but hits is asked for again. */
export function nextPageBody(state: ExploreState, cursor: string): SearchBody {
  return { ...sliceBody(state), sort: state.sort, limit: state.limit, cursor, summary: false };
}

/** The summary of the same slice in another period. */
export function summaryBody(state: ExploreState, period: Period): SearchBody {
  const clauses = state.clauses.filter((clause) => clause.not || clause.field !== 'created');
  const created: Clause = { field: 'created', not: false, off: false, match: { kind: 'range', ...period } };
  return { ...sliceBody({ ...state, clauses: [...clauses, created] }), limit: 0, summary: true };
}
