import { expect, test } from 'vitest';
import type { Comparison, Contrast } from '../../../api/types';
import { csvText } from '../../../lib/csv';
import { sidesOf } from '../../../slice/state/sides-codec';
import { compareBody, isSame, termsBody } from './compare-state';
import { comparisonCsv } from './comparison-csv';
import { reachOf, signOf, toneOfVerdict } from './verdict';

const SIDES = sidesOf('?a.q=慢&a.synonyms=true&a.item=店&b.none={"q":"慢"}');

test('both slices are asked for, and widened alike', () => {
  expect(compareBody(SIDES)).toEqual({ a: { q: '慢', filter: { item: ['店'] } }, b: { filter: { none: [{ q: '慢' }] } }, synonyms: true });
});

test('terms of one side stand against the other', () => {
  expect(termsBody(SIDES, 'b')).toEqual({ filter: { none: [{ q: '慢' }] }, background: { q: '慢', filter: { item: ['店'] } }, synonyms: true, limit: 12 });
});

test('the same reviews twice are no comparison; a filter that is switched off is none', () => {
  expect(isSame(SIDES)).toBe(false);
  expect(isSame(sidesOf(''))).toBe(true);
  expect(isSame(sidesOf('?a.item=店&a.off=item'))).toBe(true);
});

test('a verdict has a shape of its own', () => {
  expect(['better', 'worse', 'more', 'less', 'alike', 'unknown', 'new'].map(signOf).join('')).toBe('▲▼◆◆■■■');
  expect(toneOfVerdict('less')).toBe('plain');
});

test('one scale holds every interval', () => {
  expect(reachOf([{ difference: 0.1, interval: [-0.3, 0.2] }, { difference: null, interval: null }], 0.05)).toBe(0.3);
  expect(reachOf([], 0.05)).toBe(0.05);
});

test('the CSV has figures, aspects and opinions in rows of equal length', () => {
  const contrast: Contrast = { difference: 0.1, interval: [0, 0.2], p_value: 0.04, effect: 0.3, verdict: 'worse', words: '差异显著，恶化' };
  const figure = { count: 3, share: 0.3, slice: {} };
  const side = { ...figure, net: null, negative: figure, neutral: figure, positive: figure };
  const summary = { count: 10, rated: 9, avg_rating: 3.5, avg_sentiment: 0.1, sentiment: {}, rating: {} };
  const answer: Comparison = {
    a: { summary, slice: {} },
    b: { summary, slice: {} },
    overlap: 0,
    difference: { avg_rating: contrast, ratings_delta: null, avg_sentiment: contrast, negative_share: contrast, poor_share: contrast },
    aspects: [{ aspect: 'x', label: '上菜速度', a: side, b: side, mentions: contrast, ...contrast }],
    opinions: [{ opinion: '慢', a: figure, b: figure, only: 'a', score: 2, ...contrast }],
  };
  const rows = csvText(comparisonCsv(answer)).trimEnd().split('\r\n');
  expect(rows.length).toBe(8);
  expect(new Set(rows.map((row) => row.split(',').length))).toEqual(new Set([11]));
  expect(rows[6]).toBe('属性抱怨,上菜速度,3,0.3,3,0.3,0.1,0,0.2,0.04,差异显著，恶化');
});
