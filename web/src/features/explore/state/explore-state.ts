// What the URL of the explore screen says. Nothing else decides what is on the screen.

export const SORTS = ['relevance', 'newest', 'oldest', 'rating_asc', 'rating_desc', 'likes'] as const;
export const INTERVALS = ['auto', 'day', 'week', 'month', 'quarter', 'year'] as const;
export const PAGE_SIZES = [20, 50, 100, 200] as const;

export type Sort = (typeof SORTS)[number];
export type Interval = (typeof INTERVALS)[number];

/** Open ends are empty strings; both ends belong to the range. */
export type Match = { kind: 'values'; values: readonly string[] } | { kind: 'range'; from: string; to: string };

/** One filter: at most one per field and polarity. Switched off, it stays in the URL but is not sent. */
export interface Clause {
  field: string;
  not: boolean;
  off: boolean;
  match: Match;
}

export interface ExploreState {
  q: string;
  /** Other wordings of the query's pieces count too. */
  synonyms: boolean;
  /** Half of the pieces are enough. */
  approximate: boolean;
  clauses: readonly Clause[];
  sort: Sort;
  limit: number;
  interval: Interval;
  /** Id of the review that is open in the drawer. */
  review: string | null;
}

export const EMPTY_STATE: ExploreState = {
  q: '',
  synonyms: false,
  approximate: false,
  clauses: [],
  sort: 'relevance',
  limit: 20,
  interval: 'auto',
  review: null,
};

/** The clause's name in the URL: `item`, or `-item` when negated. */
export function clauseKey(clause: Pick<Clause, 'field' | 'not'>): string {
  return clause.not ? `-${clause.field}` : clause.field;
}
