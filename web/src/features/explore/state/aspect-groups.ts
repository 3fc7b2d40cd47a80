// The facet of aspects: two levels, each aspect with its counts of the three polarities.
import type { Facet } from '../../../api/types';
import type { Names } from '../../../slice/names';
import { aspectValue } from './findings';
import { TONES, type Tone } from '../../../slice/state/sentiment';

export interface AspectRow {
  id: string;
  label: string;
  count: number;
  tones: Record<Tone, number>;
}

export interface AspectGroup {
  /** The aspect of the first level; null for aspects that belong to none. */
  parent: string | null;
  label: string;
  rows: AspectRow[];
}

interface Counts {
  aspects: Facet;
  judged: Facet | undefined;
  /** Aspects that are filtered by: they stay in sight. */
  chosen: readonly string[];
}

/**
 * The `most` aspects with the largest counts and the chosen ones, below their parents. Groups and rows by count; every chosen parent
 * has its group.
 */
export function aspectGroups(names: Names, { aspects, judged, chosen }: Counts, most: number): AspectGroup[] {
  const tones = new Map(judged?.buckets.map(({ value, count }) => [value, count]));
  const counts = new Map(aspects.buckets.map(({ value, count }) => [value, count]));
  const isParent = (id: string): boolean => names.aspects.get(id)?.parent === null;
  const ids = [...counts.keys()].filter((id) => (counts.get(id) ?? 0) > 0).slice(0, most);
  for (const id of chosen) if (!isParent(id) && !ids.includes(id)) ids.push(id);
  const groups = new Map<string | null, AspectGroup>();
  const group = (parent: string | null): AspectGroup => {
    const known = groups.get(parent) ?? { parent, label: labelOf(names, parent ?? ''), rows: [] };
    groups.set(parent, known);
    return known;
  };
  for (const id of ids) {
    const split = TONES.map((tone) => [tone, tones.get(aspectValue({ aspect: id, polarity: tone })) ?? 0] as const);
    group(names.aspects.get(id)?.parent ?? null).rows.push({
      id,
      label: labelOf(names, id),
      count: counts.get(id) ?? 0,
      tones: { negative: 0, neutral: 0, positive: 0, ...Object.fromEntries(split) },
    });
  }
  for (const id of chosen) if (isParent(id)) group(id);
  return [...groups.values()];
}

function labelOf(names: Names, id: string): string {
  return names.aspects.get(id)?.label ?? id;
}
