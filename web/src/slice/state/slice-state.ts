// 切片: a query plus filters, the one thing that all screens share.

/** Open ends are empty strings; both ends belong to the range. */
export type Match = { kind: 'values'; values: readonly string[] } | { kind: 'range'; from: string; to: string };

/** One filter: at most one per field and polarity. Switched off, it stays in the URL but is not sent. */
export interface Clause {
  field: string;
  not: boolean;
  off: boolean;
  match: Match;
}

/** A slice as the service writes it. */
export interface WireSlice {
  q?: string;
  filter?: Readonly<Record<string, unknown>>;
  synonyms?: boolean;
  approximate?: boolean;
}

/** A slice inside a slice, kept as the service writes it: it must hold (`all`) or must not (`none`). */
export interface Nested {
  kind: 'all' | 'none';
  off: boolean;
  slice: WireSlice;
}

export interface Slice {
  q: string;
  /** Other wordings of the query's pieces count too. */
  synonyms: boolean;
  /** Half of the pieces are enough. */
  approximate: boolean;
  clauses: readonly Clause[];
  nested: readonly Nested[];
}

export const EMPTY_SLICE: Slice = { q: '', synonyms: false, approximate: false, clauses: [], nested: [] };

/** The clause's name in the URL: `item`, or `-item` when negated. */
export function clauseKey(clause: Pick<Clause, 'field' | 'not'>): string {
  return clause.not ? `-${clause.field}` : clause.field;
}

/** Whether nothing narrows: all reviews. */
export function isWhole({ q, clauses, nested }: Slice): boolean {
  return q.trim() === '' && [...clauses, ...nested].every((one) => one.off);
}

/** Only what makes the slice: a screen's own state left out. */
export function sliceOf({ q, synonyms, approximate, clauses, nested }: Slice): Slice {
  return { q, synonyms, approximate, clauses, nested };
}
