// The state of the screen -> the body of POST /api/v1/search. Switched-off filters are not sent.
import type { SearchBody, SliceBody } from '../../../api/client';
import type { Period } from '../../../lib/dates';
import type { Clause, ExploreState, Match } from './explore-state';

type FilterBody = Record<string, unknown>;

export function filterBody(clauses: readonly Clause[]): FilterBody {
  const sent = clauses.filter((clause) => !clause.off);
  const not = fieldsBody(sent.filter((clause) => clause.not));
  const body = fieldsBody(sent.filter((clause) => !clause.not));
  return Object.keys(not).length === 0 ? body : { ...body, not };
}

/** What is searched for in the texts, and how widely. */
export function wordsBody(state: ExploreState): Omit<SliceBody, 'filter'> {
  return {
    ...(state.q.trim() === '' ? {} : { q: state.q }),
    ...(state.synonyms ? { synonyms: true } : {}),
    ...(state.approximate ? { approximate: true } : {}),
  };
}

/** Query and filters only: what every endpoint shares. */
export function sliceBody(state: ExploreState): SliceBody {
  const filter = filterBody(state.clauses);
  return {
    ...wordsBody(state),
    ...(Object.keys(filter).length === 0 ? {} : { filter }),
  };
}

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

function fieldsBody(clauses: readonly Clause[]): FilterBody {
  return Object.fromEntries(clauses.map((clause) => [clause.field, matchBody(clause.field, clause.match)]));
}

function matchBody(field: string, match: Match): unknown {
  if (match.kind === 'values') return field === 'rating' ? match.values.map(Number) : [...match.values];
  const { from, to } = match;
  if (field === 'rating') {
    return { ...(from === '' ? {} : { gte: Number(from) }), ...(to === '' ? {} : { lte: Number(to) }) };
  }
  return { ...(from === '' ? {} : { from }), ...(to === '' ? {} : { to }) };
}
