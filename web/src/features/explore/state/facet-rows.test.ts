import { expect, test } from 'vitest';
import { facetFields, panelFields } from './facet-fields';
import { facetRows } from './facet-rows';

const facet = (...values: string[]) => ({
  buckets: values.map((value, at) => ({ value, count: at, selected: false })),
  distinct: values.length,
  missing: 0,
});

test('ratings go down, sentiment from bad to good, the rest as it came', () => {
  const order = (field: string, ...values: string[]): string[] => facetRows(field, facet(...values), []).map((row) => row.value);
  expect(order('rating', '1', '10', '4.5', '5')).toEqual(['10', '5', '4.5', '1']);
  expect(order('sentiment', 'positive', 'neutral', 'very_negative')).toEqual(['very_negative', 'neutral', 'positive']);
  expect(order('city', '上海', '北京')).toEqual(['上海', '北京']);
});

test('a chosen value that the answer lacks stays, with zero', () => {
  expect(facetRows('city', facet('上海'), ['上海', '拉萨'])).toEqual([
    { value: '上海', count: 0 },
    { value: '拉萨', count: 0 },
  ]);
});

test('only facetable fields, in the order operators look', () => {
  const field = (name: string, facetable = true) => ({
    name,
    label: { zh: name, en: name },
    kind: 'keyword' as const,
    facetable,
    sortable: false,
    filterable: true,
  });
  expect(facetFields([field('my_own'), field('city'), field('likes', false), field('rating')])).toEqual([
    'rating',
    'city',
    'my_own',
  ]);
  const analysed = [field('flag'), field('aspect_sentiment'), field('aspect'), field('rating'), field('opinion')];
  expect(panelFields(analysed)).toEqual(['rating', 'aspect', 'opinion', 'flag']);
  expect(facetFields(analysed)).toEqual(['rating', 'opinion', 'flag']);
});
