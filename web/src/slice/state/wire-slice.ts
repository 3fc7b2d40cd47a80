// Slices as the service writes them, read into filters wherever the page has words for them.
import type { WireSlice } from './slice-state';

export type FilterBody = Readonly<Record<string, unknown>>;

/** A slice as JSON text or as a value; null for anything else. */
export function readWire(given: unknown): WireSlice | null {
  const value = typeof given === 'string' ? parsed(given) : given;
  if (!isObject(value)) return null;
  const { q, filter, synonyms, approximate } = value;
  return {
    ...(typeof q === 'string' && q.trim() !== '' ? { q } : {}),
    ...(isObject(filter) && Object.keys(filter).length > 0 ? { filter } : {}),
    ...(synonyms === true ? { synonyms } : {}),
    ...(approximate === true ? { approximate } : {}),
  };
}

/**
 * The same reviews with as little nesting as can be: what a slice in `all` asks of fields that the outer filter leaves free, or
 * narrows to some of the outer filter's values, moves out.
 */
export function flattened(slice: WireSlice): WireSlice {
  const { all: inner, none, not, ...fields } = slice.filter ?? {};
  const flat: Flat = { ...(slice.q === undefined ? {} : { q: slice.q }), fields, not: isObject(not) ? not : {}, all: [] };
  // Other wordings count in the whole slice: a query that moves would be widened with it.
  const keepsQuery = slice.synonyms === true || slice.approximate === true;
  for (const part of list(inner)) take(flat, part, keepsQuery);
  const filter = {
    ...flat.fields,
    ...(Object.keys(flat.not).length > 0 ? { not: flat.not } : {}),
    ...(flat.all.length > 0 ? { all: flat.all } : {}),
    ...(list(none).length > 0 ? { none } : {}),
  };
  const { q: _, filter: __, ...rest } = slice;
  return { ...rest, ...(flat.q === undefined ? {} : { q: flat.q }), ...(Object.keys(filter).length > 0 ? { filter } : {}) };
}

interface Flat {
  q?: string;
  fields: FilterBody;
  not: FilterBody;
  all: WireSlice[];
}

/** Moves one slice of `all` out, or keeps what cannot move. */
function take(flat: Flat, part: unknown, keepsQuery: boolean): void {
  const wire = readWire(part);
  if (!wire) return;
  const { q, filter = {} } = flattened(wire);
  const { all, none, not, ...fields } = filter;
  const left: Record<string, unknown> = none === undefined ? {} : { none };
  for (const [name, value] of Object.entries(fields)) {
    const both = name in flat.fields ? narrower(flat.fields[name], value) : value;
    if (both === undefined) left[name] = value;
    else flat.fields = { ...flat.fields, [name]: both };
  }
  for (const [name, value] of Object.entries(isObject(not) ? not : {})) {
    const both = name in flat.not ? either(flat.not[name], value) : value;
    if (both === undefined) left['not'] = { ...(isObject(left['not']) ? left['not'] : {}), [name]: value };
    else flat.not = { ...flat.not, [name]: both };
  }
  const keptQuery = q !== undefined && q !== flat.q && (keepsQuery || flat.q !== undefined) ? { q } : {};
  if (q !== undefined && !('q' in keptQuery)) flat.q = q;
  if (Object.keys(left).length > 0 || 'q' in keptQuery) flat.all.push({ ...keptQuery, ...(Object.keys(left).length > 0 ? { filter: left } : {}) });
  flat.all.push(...list(all).flatMap((one) => readWire(one) ?? []));
}

/** One condition that says both, for fields of one value and of several; undefined when there is none. */
function narrower(outer: unknown, inner: unknown): unknown {
  if (!Array.isArray(outer) || !Array.isArray(inner)) return JSON.stringify(outer) === JSON.stringify(inner) ? outer : days(outer, inner);
  if (inner.every((value) => outer.includes(value))) return inner;
  return outer.every((value) => inner.includes(value)) ? outer : undefined;
}

/** Days that two ranges share; instants and ranges that do not meet stay apart. */
function days(outer: unknown, inner: unknown): unknown {
  if (!isObject(outer) || !isObject(inner)) return undefined;
  const ends = [outer['from'], outer['to'], inner['from'], inner['to']].filter((end) => end != null);
  if (ends.length === 0 || !ends.every((end) => typeof end === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(end))) return undefined;
  const from = [outer['from'], inner['from']].filter((end) => typeof end === 'string').sort().at(-1);
  const to = [outer['to'], inner['to']].filter((end) => typeof end === 'string').sort()[0];
  if (from !== undefined && to !== undefined && to < from) return undefined;
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** Values of which none may hold: both lists together. */
function either(outer: unknown, inner: unknown): unknown {
  return Array.isArray(outer) && Array.isArray(inner) ? [...new Set([...outer, ...inner])] : undefined;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
