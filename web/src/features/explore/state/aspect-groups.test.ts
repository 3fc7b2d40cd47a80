import { expect, test } from 'vitest';
import { namesOf } from '../../../slice/names';
import { aspectGroups } from './aspect-groups';

const aspect = (id: string, parent: string | null) => ({ id, parent, label: { zh: `“${id}”`, en: id } });
const names = namesOf({
  fields: [],
  flags: [],
  aspects: [aspect('service', null), aspect('wait', 'service'), aspect('waiter', 'service'), aspect('dish', null), aspect('taste', 'dish')],
});
const facet = (counts: Record<string, number>) => ({
  buckets: Object.entries(counts).map(([value, count]) => ({ value, count, selected: false })),
  distinct: 0,
  missing: 0,
});
const aspects = facet({ taste: 9, wait: 5, waiter: 3, unknown: 1, gone: 0 });
const judged = facet({ 'taste:positive': 6, 'taste:neutral': 1, 'taste:negative': 2, 'wait:negative': 5 });

function shown(chosen: string[], most: number): string[] {
  return aspectGroups(names, { aspects, judged, chosen }, most).map(
    ({ label, rows }) => `${label}: ${rows.map((row) => `${row.label} ${row.count}=${Object.values(row.tones).join('+')}`).join(', ')}`,
  );
}

test('aspects below their parents, by count, with their polarities', () => {
  expect(shown([], 9)).toEqual(['“dish”: “taste” 9=2+1+6', '“service”: “wait” 5=5+0+0, “waiter” 3=0+0+0', ': unknown 1=0+0+0']);
});

test('few at first; what is filtered by stays in sight', () => {
  expect(shown([], 1)).toEqual(['“dish”: “taste” 9=2+1+6']);
  expect(shown(['waiter', 'service', 'gone'], 1)).toEqual(['“dish”: “taste” 9=2+1+6', '“service”: “waiter” 3=0+0+0', ': gone 0=0+0+0']);
  expect(shown(['service'], 1)).toEqual(['“dish”: “taste” 9=2+1+6', '“service”: ']);
});
