// The URL's query string <-> the state of the screen. Same parameters as GET /api/v1/search,
// plus two of the page alone: `review` (open drawer) and `off` (filters switched off).
import { type Clause, EMPTY_STATE, type ExploreState, INTERVALS, type Match, SORTS, clauseKey } from './explore-state';
import { ratingSteps } from './ratings';

const RESERVED = new Set(['q', 'sort', 'limit', 'timeline', 'review', 'off', 'cursor', 'facets', 'synonyms', 'approximate']);
const RANGE_FIELDS = new Set(['rating', 'created']);
const FIELD = /^-?[a-z][a-z0-9_]*$/;
const LIMIT_MAX = 200;

export function parseSearch(search: string): ExploreState {
  const params = new URLSearchParams(search);
  const off = new Set((params.get('off') ?? '').split(','));
  return {
    q: params.get('q') ?? '',
    synonyms: params.get('synonyms') === 'true',
    approximate: params.get('approximate') === 'true',
    clauses: parseClauses(params, off),
    sort: oneOf(SORTS, params.get('sort')) ?? EMPTY_STATE.sort,
    limit: parseLimit(params.get('limit')),
    interval: oneOf(INTERVALS, params.get('timeline')) ?? EMPTY_STATE.interval,
    review: params.get('review') || null,
  };
}

/** `?…`, or the empty string for the state that needs no words. */
export function formatSearch(state: ExploreState): string {
  const parts: string[] = [];
  const put = (name: string, value: string): void => void parts.push(`${name}=${escapeValue(value)}`);
  if (state.q !== '') put('q', state.q);
  if (state.synonyms) put('synonyms', 'true');
  if (state.approximate) put('approximate', 'true');
  for (const clause of state.clauses) {
    for (const value of matchTexts(clause.match)) put(clauseKey(clause), value);
  }
  const off = state.clauses.filter((clause) => clause.off).map(clauseKey);
  if (off.length > 0) put('off', off.join(','));
  if (state.sort !== EMPTY_STATE.sort) put('sort', state.sort);
  if (state.limit !== EMPTY_STATE.limit) put('limit', String(state.limit));
  if (state.interval !== EMPTY_STATE.interval) put('timeline', state.interval);
  if (state.review !== null) put('review', state.review);
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

function parseClauses(params: URLSearchParams, off: ReadonlySet<string>): Clause[] {
  const names = [...new Set(params.keys())].filter((name) => !RESERVED.has(name) && FIELD.test(name));
  const clauses: Clause[] = [];
  for (const name of names) {
    const not = name.startsWith('-');
    const field = not ? name.slice(1) : name;
    const match = parseMatch(field, [...new Set(params.getAll(name))].filter((text) => text !== ''));
    if (match) clauses.push({ field, not, off: off.has(name), match });
  }
  return clauses;
}

function parseMatch(field: string, texts: readonly string[]): Match | null {
  if (field === 'rating') return parseRating(texts);
  const first = texts[0];
  if (first === undefined) return null;
  if (!RANGE_FIELDS.has(field)) return { kind: 'values', values: texts };
  const range = parseRange(first);
  return range.from === '' && range.to === '' ? null : range;
}

function parseRating(texts: readonly string[]): Match | null {
  const matches = texts.map(parseRange).filter(isRatingRange);
  const only = matches[0];
  if (only === undefined) return null;
  if (matches.length === 1 && only.from !== only.to) return only;
  return { kind: 'values', values: [...new Set(matches.flatMap(ratingSteps))] };
}

function parseRange(text: string): { kind: 'range'; from: string; to: string } {
  const at = text.indexOf('..');
  return at < 0
    ? { kind: 'range', from: text, to: text }
    : { kind: 'range', from: text.slice(0, at), to: text.slice(at + 2) };
}

function isRatingRange({ from, to }: { from: string; to: string }): boolean {
  return from + to !== '' && Number.isFinite(Number(from)) && Number.isFinite(Number(to));
}

function matchTexts(match: Match): readonly string[] {
  if (match.kind === 'values') return match.values;
  return [match.from === match.to ? match.from : `${match.from}..${match.to}`];
}

function parseLimit(text: string | null): number {
  const limit = Number(text);
  return Number.isInteger(limit) && limit >= 1 ? Math.min(limit, LIMIT_MAX) : EMPTY_STATE.limit;
}

function oneOf<T extends string>(all: readonly T[], text: string | null): T | undefined {
  return all.find((one) => one === text);
}

/** Escapes only what a query string cannot carry, so that Chinese stays readable. */
function escapeValue(value: string): string {
  return value
    .replace(/[\u0000-\u001f"#%&+<>=\\^`{|}\u007f]/g, (char) => encodeURIComponent(char))
    .replace(/ /g, '+');
}
