import { expect, test } from 'vitest';
import type { PivotCell } from '../../../api/types';
import { gridOf, orderedValues, sizesOf } from '../../../slice/state/grid';
import { csvText } from '../../../lib/csv';
import { pivotCsv } from './pivot-csv';
import { dimensionsOf, formatPivot, parsePivot } from './pivot-state';
import { readingOf } from './reading';

const cell = (values: (string | null)[], count: number, patch: Partial<PivotCell> = {}): PivotCell => ({ values, count, slice: {}, ...patch });
const CELLS = [cell(['x', 'b', '1'], 2), cell(['x', 'a', '5'], 7), cell(['x', 'a', null], 1), cell(['y', 'a', '1'], 4), cell(['x', null, '4.5'], 3)];

test('the cells of one page by row and column', () => {
  const grid = gridOf(CELLS, ['item', 'rating'], ['x']);
  expect(grid.rows).toEqual(['a', 'b', null]);
  expect(grid.columns).toEqual(['1', '4.5', '5', null]);
  expect(grid.cell('a', '5')?.count).toBe(7);
  expect(grid.cell('a', '1')).toBeUndefined();
  expect(grid.cell(null, '4.5')?.count).toBe(3);
  expect(grid.top).toBe(7);
  expect(gridOf([], ['item', 'rating']).rows).toEqual([]);
});

test('values stand in the order people look for', () => {
  const of = (values: string[]) => new Map(values.map((value, at) => [value, at]));
  expect(orderedValues('rating', of(['10', '5', '4.5']))).toEqual(['4.5', '5', '10']);
  expect(orderedValues('sentiment', of(['positive', 'very_negative', 'neutral']))).toEqual(['very_negative', 'neutral', 'positive']);
  expect(orderedValues('month', of(['2021-03-01', '2020-12-01']))).toEqual(['2020-12-01', '2021-03-01']);
  expect(orderedValues('item', of(['few', 'more', 'most']))).toEqual(['most', 'more', 'few']);
  expect(sizesOf(CELLS, 1)).toEqual(new Map([['b', 2], ['a', 12], [null, 3]]));
});

test.each(['', '?q=慢&rows=item&columns=month', '?rows=city&columns=sentiment&pages=source&metric=rating'])('the address %s comes back unchanged', (url) => {
  expect(formatPivot(parsePivot(url))).toBe(url);
});

test('a dimension is never named twice', () => {
  for (const url of ['?rows=rating', '?columns=aspect', '?rows=item&columns=item', '?pages=aspect', '?rows=a&columns=b&pages=b']) {
    const names = dimensionsOf(parsePivot(url));
    expect(new Set(names).size).toBe(names.length);
  }
  expect(parsePivot('?rows=Bad+Name&metric=x')).toEqual(parsePivot(''));
});

test('cells read as the metric says, with a shape beside the colour', () => {
  const grid = gridOf(CELLS, ['item', 'rating'], ['x']);
  const read = (metric: 'count' | 'share' | 'rating' | 'sentiment', given: PivotCell) => readingOf(metric, grid, sizesOf(CELLS, 1), 1)(given);
  expect(read('count', cell(['x', 'a', '5'], 7))).toEqual({ strength: 1, tone: 'plain', text: '7' });
  expect(read('share', cell(['x', 'a', '5'], 6))).toEqual({ strength: 0.5, tone: 'plain', text: '50.0%' });
  expect(read('rating', cell([], 1, { avg_rating: 1.5 }))).toEqual({ strength: 0.75, tone: 'negative', text: '▼ 1.50' });
  expect(read('rating', cell([], 1, { avg_rating: null })).text).toBe('–');
  expect(read('sentiment', cell([], 1, { avg_sentiment: 0.4 }))).toEqual({ strength: 0.4, tone: 'positive', text: '▲ +0.40' });
});

test('the CSV has a row a cell', () => {
  const pivot = { total: 3, cells: [cell(['a', null], 3, { avg_rating: 4.5, avg_sentiment: -0.1 })] };
  expect(csvText(pivotCsv(pivot, ['商品', '评分'], (at, value) => `${at}${value ?? '无'}`))).toBe('\uFEFF商品,评分,评价数,平均星级,平均情感\r\n0a,1无,3,4.5,-0.1\r\n');
});
