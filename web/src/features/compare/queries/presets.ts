// Pairs that are compared often, filled in from what the data holds.
import type { QueryClient } from '@tanstack/react-query';
import { postSearch } from '../../../api/client';
import { addDays, previousPeriod, wallClock } from '../../../lib/dates';
import { fieldsQuery } from '../../../slice/queries/fields';
import { facetValuesQuery } from '../../../slice/queries/facet-values';
import { findClause, setMatch } from '../../../slice/state/edit-filters';
import { type Sides, restOf } from '../../../slice/state/sides-codec';
import { EMPTY_SLICE, type Slice, isWhole } from '../../../slice/state/slice-state';

export const PRESETS = ['items', 'periods', 'rest'] as const;
export type Preset = (typeof PRESETS)[number];

const DAYS = 30;

/** The two sides of a preset, as near to what side `a` shows as can be; null when the data has no such pair. */
export async function presetSides(client: QueryClient, preset: Preset, { a }: Sides): Promise<Sides | null> {
  if (preset === 'rest') return restSides(client, a);
  if (preset === 'periods') return periodSides(a);
  const own = chosenItem(a) ?? (await top(client, 'item', EMPTY_SLICE))[0];
  const other = own === undefined ? undefined : await likeItem(client, own);
  return own === undefined || other === undefined ? null : { a: withValue(a, 'item', own), b: withValue(a, 'item', other) };
}

async function restSides(client: QueryClient, a: Slice): Promise<Sides | null> {
  if (!isWhole(a)) return { a, b: restOf(a) };
  const [item] = await top(client, 'item', a);
  if (item === undefined) return null;
  const own = withValue(a, 'item', item);
  return { a: own, b: restOf(own) };
}

async function periodSides(a: Slice): Promise<Sides | null> {
  const created = findClause(a.clauses, 'created', false);
  const own = created?.match.kind === 'range' ? created.match : await latestDays();
  const before = own && previousPeriod(own);
  if (!own || !before) return null;
  return { a: withPeriod(a, own), b: withPeriod(a, before) };
}

/** The last days that have a review: old data has nothing in the days before today. */
async function latestDays() {
  const found = await postSearch({ sort: 'newest', limit: 1, summary: false }, new AbortController().signal);
  const at = found.hits[0]?.created_at;
  if (at == null) return null;
  const to = wallClock(at, 'day');
  return { from: addDays(to, 1 - DAYS), to };
}

/** The most reviewed other item, of the same category where there are categories. */
async function likeItem(client: QueryClient, item: string): Promise<string | undefined> {
  const { fields } = await client.fetchQuery(fieldsQuery());
  const hasCategories = fields.some(({ name, facetable }) => name === 'category' && facetable);
  const [category] = hasCategories ? await top(client, 'category', withValue(EMPTY_SLICE, 'item', item)) : [];
  const alike = category === undefined ? EMPTY_SLICE : withValue(EMPTY_SLICE, 'category', category);
  const items = [...(await top(client, 'item', alike)), ...(await top(client, 'item', EMPTY_SLICE))];
  return items.find((other) => other !== item);
}

/** The two largest values of a facet. */
async function top(client: QueryClient, field: string, slice: Slice): Promise<string[]> {
  const facet = await client.fetchQuery(facetValuesQuery(slice, field, '', 2, true));
  return facet.buckets.filter(({ count }) => count > 0).map(({ value }) => value);
}

function chosenItem({ clauses }: Slice): string | undefined {
  const match = findClause(clauses, 'item', false)?.match;
  return match?.kind === 'values' ? match.values[0] : undefined;
}

function withValue(slice: Slice, field: string, value: string): Slice {
  return { ...slice, clauses: setMatch(slice.clauses, field, { kind: 'values', values: [value] }) };
}

function withPeriod(slice: Slice, { from, to }: { from: string; to: string }): Slice {
  return { ...slice, clauses: setMatch(slice.clauses, 'created', { kind: 'range', from, to }) };
}
