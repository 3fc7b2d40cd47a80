// Pairs that are compared often, filled in from what the data holds.
import type { QueryClient } from '@tanstack/react-query';
import { postSearch } from '../../../api/client';
import { addDays, previousPeriod, wallClock } from '../../../lib/dates';
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
  const items = await topItems(client, EMPTY_SLICE);
  const own = chosenItem(a) ?? items[0];
  const other = items.find((item) => item !== own);
  return own === undefined || other === undefined ? null : { a: withItem(a, own), b: withItem(a, other) };
}

async function restSides(client: QueryClient, a: Slice): Promise<Sides | null> {
  if (!isWhole(a)) return { a, b: restOf(a) };
  const [item] = await topItems(client, a);
  if (item === undefined) return null;
  const own = withItem(a, item);
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

async function topItems(client: QueryClient, slice: Slice): Promise<string[]> {
  const facet = await client.fetchQuery(facetValuesQuery(slice, 'item', '', 2, true));
  return facet.buckets.map(({ value }) => value);
}

function chosenItem({ clauses }: Slice): string | undefined {
  const match = findClause(clauses, 'item', false)?.match;
  return match?.kind === 'values' ? match.values[0] : undefined;
}

function withItem(slice: Slice, item: string): Slice {
  return { ...slice, clauses: setMatch(slice.clauses, 'item', { kind: 'values', values: [item] }) };
}

function withPeriod(slice: Slice, { from, to }: { from: string; to: string }): Slice {
  return { ...slice, clauses: setMatch(slice.clauses, 'created', { kind: 'range', from, to }) };
}
