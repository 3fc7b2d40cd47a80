// The part of the URL's query string that says which reviews are meant. Same parameters as GET /api/v1/search,
// plus `off` (filters switched off). Slices inside the slice are JSON: `none={"q":"慢"}`.
import { type Clause, type Match, type Nested, type Slice, clauseKey } from './slice-state';
import { ratingSteps } from './ratings';
import { readWire } from './wire-slice';

/** Names that no filter can have in the URL: a facet of such a name is written as JSON. */
const RESERVED = new Set([
  ...['q', 'synonyms', 'approximate', 'off', 'all', 'none', 'not'],
  ...['sort', 'limit', 'facet_limit', 'timeline', 'review', 'cursor', 'facets', 'summary'],
  ...['baseline', 'by', 'rank', 'rows', 'columns', 'pages', 'metric'],
  ...['tab', 'import'],
]);
const RANGE_FIELDS = new Set(['rating', 'created']);
const FIELD = /^-?[a-z][a-z0-9_]*$/;
const KINDS = ['all', 'none'] as const;

/** Parameters in order, not yet escaped. */
export type Parameters = readonly (readonly [string, string])[];

export function parseSlice(params: URLSearchParams): Slice {
  const off = new Set((params.get('off') ?? '').split(','));
  return {
    q: params.get('q') ?? '',
    synonyms: params.get('synonyms') === 'true',
    approximate: params.get('approximate') === 'true',
    clauses: parseClauses(params, off),
    nested: KINDS.flatMap((kind) => parseNested(kind, params.getAll(kind), off)),
  };
}

export function sliceParameters(slice: Slice): Parameters {
  const nested = KINDS.flatMap((kind) => slice.nested.filter((one) => one.kind === kind).map((one, at) => ({ ...one, key: `${kind}.${at}` })));
  const off = [
    ...slice.clauses.filter((clause) => clause.off).map(clauseKey),
    ...nested.filter((one) => one.off).map(({ key }) => key),
  ];
  return [
    ...when(slice.q !== '', 'q', slice.q),
    ...when(slice.synonyms, 'synonyms', 'true'),
    ...when(slice.approximate, 'approximate', 'true'),
    ...slice.clauses.flatMap((clause) => matchTexts(clause.match).map((text) => [clauseKey(clause), text] as const)),
    ...nested.map((one) => [one.kind, JSON.stringify(one.slice)] as const),
    ...when(off.length > 0, 'off', off.join(',')),
  ];
}

/** `?…`, or the empty string without parameters. */
export function queryString(parameters: Parameters): string {
  return parameters.length === 0 ? '' : `?${parameters.map(([name, value]) => `${name}=${escapeValue(value)}`).join('&')}`;
}

/** One parameter, or none. */
export function when(isThere: boolean, name: string, value: string): Parameters {
  return isThere ? [[name, value]] : [];
}

/** Whether the URL has words for this filter. */
export function isWritable({ field, match }: Pick<Clause, 'field' | 'match'>): boolean {
  if (RESERVED.has(field) || !FIELD.test(field)) return false;
  if (match.kind === 'range') return RANGE_FIELDS.has(field) && (match.from !== '' || match.to !== '');
  return match.values.length > 0 && field !== 'created' && !match.values.includes('');
}

function parseNested(kind: Nested['kind'], texts: readonly string[], off: ReadonlySet<string>): Nested[] {
  const slices = texts.flatMap((text) => readWire(text) ?? []);
  return slices.map((slice, at) => ({ kind, off: off.has(`${kind}.${at}`), slice }));
}

function parseClauses(params: URLSearchParams, off: ReadonlySet<string>): Clause[] {
  const names = [...new Set(params.keys())].filter((name) => FIELD.test(name));
  const clauses: Clause[] = [];
  for (const name of names) {
    const not = name.startsWith('-');
    const field = not ? name.slice(1) : name;
    if (RESERVED.has(field)) continue;
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

/** Escapes only what a query string cannot carry, so that Chinese stays readable. */
function escapeValue(value: string): string {
  return value
    .replace(/[\u0000-\u001f"#%&+<>=\\^`{|}\u007f]/g, (char) => encodeURIComponent(char))
    .replace(/ /g, '+');
}
