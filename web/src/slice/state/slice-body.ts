// A slice -> what is sent, and back. Switched-off filters are not sent.
import type { SliceBody } from '../../api/client';
import { type Clause, EMPTY_SLICE, type Match, type Nested, type Slice, type WireSlice } from './slice-state';
import { isWritable } from './slice-codec';
import { flattened, isObject, list, readWire } from './wire-slice';

type FilterBody = Record<string, unknown>;

export function filterBody({ clauses, nested }: Pick<Slice, 'clauses' | 'nested'>): FilterBody {
  const sent = clauses.filter((clause) => !clause.off);
  const not = fieldsBody(sent.filter((clause) => clause.not));
  const inside = (kind: Nested['kind']): WireSlice[] => nested.filter((one) => one.kind === kind && !one.off).map((one) => one.slice);
  const [all, none] = [inside('all'), inside('none')];
  return {
    ...fieldsBody(sent.filter((clause) => !clause.not)),
    ...(Object.keys(not).length === 0 ? {} : { not }),
    ...(all.length === 0 ? {} : { all }),
    ...(none.length === 0 ? {} : { none }),
  };
}

/** What is searched for in the texts, and how widely. */
export function wordsBody(slice: Slice): Omit<SliceBody, 'filter'> {
  return {
    ...(slice.q.trim() === '' ? {} : { q: slice.q }),
    ...(slice.synonyms ? { synonyms: true } : {}),
    ...(slice.approximate ? { approximate: true } : {}),
  };
}

/** Query and filters only: what every endpoint shares. */
export function sliceBody(slice: Slice): SliceBody {
  const filter = filterBody(slice);
  return {
    ...wordsBody(slice),
    ...(Object.keys(filter).length === 0 ? {} : { filter }),
  };
}

/** A slice that the service named, as filters; what the URL has no words for stays nested. */
export function sliceFrom(given: unknown): Slice {
  const wire = flattened(readWire(given) ?? {});
  const { all, none, not, ...fields } = wire.filter ?? {};
  const clauses: Clause[] = [];
  const nested: Nested[] = [];
  const take = (field: string, isNot: boolean, value: unknown): void => {
    const match = readMatch(field, value);
    if (match && isWritable({ field, match })) clauses.push({ field, not: isNot, off: false, match });
    // An empty condition asks nothing.
    else if (!isVoid(value)) nested.push({ kind: 'all', off: false, slice: { filter: isNot ? { not: { [field]: value } } : { [field]: value } } });
  };
  for (const [field, value] of Object.entries(fields)) take(field, false, value);
  for (const [field, value] of Object.entries(isObject(not) ? not : {})) take(field, true, value);
  const inside = (kind: Nested['kind'], slices: unknown): Nested[] =>
    list(slices).flatMap((one) => readWire(one) ?? []).map((slice) => ({ kind, off: false, slice }));
  return {
    ...EMPTY_SLICE,
    q: wire.q ?? '',
    synonyms: wire.synonyms === true,
    approximate: wire.approximate === true,
    clauses,
    nested: [...nested, ...inside('all', all), ...inside('none', none)],
  };
}

/** The slice as the service writes it. */
export function toWire(slice: Slice): WireSlice {
  return readWire(sliceBody(slice)) ?? {};
}

/** The slice without the widening, as it stands inside another request. */
export function plainWire(slice: Slice): WireSlice {
  const { q, filter } = toWire(slice);
  return { ...(q === undefined ? {} : { q }), ...(filter === undefined ? {} : { filter }) };
}

/** The reviews of a slice for which a condition holds besides. */
export function within(slice: WireSlice, filter: WireSlice['filter']): WireSlice {
  const { q, filter: outer, ...rest } = slice;
  const all = [...(outer === undefined ? [] : [{ filter: outer }]), ...(filter === undefined ? [] : [{ filter }])];
  return { ...rest, ...(q === undefined ? {} : { q }), filter: { all } };
}

function isVoid(value: unknown): boolean {
  if (value == null || (Array.isArray(value) && value.length === 0)) return true;
  return isObject(value) && Object.values(value).every((end) => end == null);
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

function readMatch(field: string, value: unknown): Match | null {
  if (Array.isArray(value)) {
    const isRead = value.length > 0 && value.every((one) => typeof one === 'string' || (field === 'rating' && typeof one === 'number'));
    return isRead ? { kind: 'values', values: [...new Set(value.map(String))] } : null;
  }
  if (!isObject(value)) return null;
  const [low, high] = field === 'rating' ? [value['gte'], value['lte']] : [value['from'], value['to']];
  const [from, to] = [endText(low), endText(high)];
  if (from === null || to === null) return null;
  // The URL writes a range of one step as its value.
  return field === 'rating' && from === to && from !== '' ? { kind: 'values', values: [from] } : { kind: 'range', from, to };
}

function endText(end: unknown): string | null {
  if (end == null) return '';
  return typeof end === 'string' || typeof end === 'number' ? String(end) : null;
}
