import { describe, expect, test } from 'vitest';
import type { PainPoint, PainPoints } from '../../../api/types';
import { csvText } from '../../../lib/csv';
import { sliceBody } from '../../../slice/state/slice-body';
import { baselineSlice, formatPain, hasPeriod, painBody, parsePain } from './pain-state';
import { octavesOf, ranked, ratioPlace, verdictOf } from './points';
import { pointsCsv } from './points-csv';
import { placeOf, scaleOf, waterfall } from './waterfall';

function point(key: string, patch: Partial<PainPoint> = {}): PainPoint {
  return {
    key, label: key, polarity: 'negative', count: 10, distinct_count: 9, share: 0.1, baseline_count: 5, baseline_share: 0.05,
    lift: 2, interval: [1.5, 2.6], p_value: 0.001, impact: -0.1, removal_delta: 0.1, trend: [], trend_interval: 'month',
    since: null, change: null, score: 1, score_parts: { volume: 1, negativity: 1, over_representation: 1, movement: 1 }, quotes: [], slice: {},
    ...patch,
  };
}

function answer(points: PainPoint[], patch: Partial<PainPoints> = {}): PainPoints {
  return {
    total: 100, baseline_total: 900, mean_rating: 3.2, baseline_mean_rating: 3.6, points,
    other: { count: 4, impact: -0.02, keys: 3 }, none: { count: 60, impact: 0.05 }, method: '', ...patch,
  };
}

describe('the waterfall', () => {
  const impacts = [-0.2, -0.13, 0.01, -0.08, -0.03];
  const sum = impacts.reduce((all, one) => all + one, 0) - 0.02 + 0.05;
  const given = answer(impacts.map((impact, at) => point(`p${at}`, { impact })), { mean_rating: 3.6 + sum });

  test.each([0, 1, 3, 5, 9])('leads from one mean to the other whatever stands alone (%i)', (most) => {
    const steps = waterfall(given, most) ?? [];
    expect(steps.at(0)).toMatchObject({ kind: 'baseline', to: 3.6, count: 900 });
    expect(steps.at(-1)).toMatchObject({ kind: 'slice', count: 100 });
    for (const [at, step] of steps.slice(1, -1).entries()) expect(step.from).toBeCloseTo(steps[at]?.to ?? NaN, 12);
    expect(steps.at(-2)?.to).toBeCloseTo(steps.at(-1)?.from ?? NaN, 12);
    expect(steps.filter((step) => step.kind === 'point').length).toBe(Math.min(most, 5));
    expect(steps.filter((step) => step.kind === 'more').map((step) => step.points)).toEqual(most < 5 ? [5 - most] : []);
  });

  test('the points that cost most stand alone, worst first', () => {
    expect(waterfall(given, 3)?.map((step) => step.key)).toEqual(['baseline', 'p0', 'p1', 'p3', 'more', 'other', 'none', 'slice']);
  });

  test('there is none where a mean or an impact is unknown', () => {
    expect(waterfall(answer([], { mean_rating: null }), 3)).toBeNull();
    expect(waterfall(answer([], { baseline_mean_rating: null }), 3)).toBeNull();
    expect(waterfall(answer([point('a', { impact: null })]), 3)).toBeNull();
  });

  test('every bar lies on the scale', () => {
    const steps = waterfall(given, 5) ?? [];
    const scale = scaleOf(steps);
    for (const { from, to } of steps) for (const end of [from, to]) expect(placeOf(end, scale)).toBeGreaterThan(0);
    for (const { from, to } of steps) for (const end of [from, to]) expect(placeOf(end, scale)).toBeLessThan(100);
  });
});

test('ranks: as the service has them, by number, by impact with the unknown last', () => {
  const points = [point('a', { count: 1, impact: -0.1 }), point('b', { count: 3, impact: null }), point('c', { count: 2, impact: -0.3 })];
  const keys = (rank: 'score' | 'volume' | 'impact') => ranked(points, rank).map((one) => one.key).join('');
  expect([keys('score'), keys('volume'), keys('impact')]).toEqual(['abc', 'bca', 'cab']);
});

test('the scale of lifts holds every interval up to a bound', () => {
  expect(octavesOf([])).toBe(2);
  expect(octavesOf([point('a', { interval: [0.05, 7] })])).toBe(5);
  expect(octavesOf([point('a', { interval: [0, 900] })])).toBe(5);
  expect([1 / 4, 1, 4, 99, 0].map((ratio) => ratioPlace(ratio, 2))).toEqual([0, 50, 100, 100, 0]);
});

test.each([
  [{}, 'more', 'worse'],
  [{ p_value: 0.2, interval: [0.8, 2] }, 'unsure', 'unsure'],
  [{ lift: 0.5, interval: [0.3, 0.8], p_value: 0.01 }, 'less', 'better'],
  [{ lift: 0.5, interval: [0.3, 0.8], p_value: 0.2 }, 'unsure', 'unsure'],
  [{ lift: 0.9, interval: [0.7, 1.1], p_value: 0.9 }, 'unsure', 'unsure'],
  [{ lift: null, interval: null, p_value: null }, 'unknown', 'unknown'],
])('%j is %s; against an earlier period %s', (patch, against, change) => {
  expect(verdictOf(point('a', patch), 'rest')).toBe(against);
  expect(verdictOf(point('a', patch), 'previous_period')).toBe(change);
});

test.each([
  '',
  '?q=慢&item=店&by=opinion&rank=impact',
  '?created=2021-01-01..2021-03-31&baseline=previous_period',
  '?item=店&baseline=slice&b.item=另一家&b.none=%7B%22q%22:%22a%22%7D&rank=volume',
])('the address %s comes back unchanged', (url) => {
  expect(formatPain(parsePain(url))).toBe(url);
});

test('the request says what the address says', () => {
  expect(painBody(parsePain('?item=店&baseline=slice&b.item=另一家'))).toMatchObject({ filter: { item: ['店'] }, baseline: { filter: { item: ['另一家'] } }, by: 'aspect' });
  expect(painBody(parsePain('?q=慢&b.item=x'))).toMatchObject({ q: '慢', baseline: 'rest' });
  expect(['?created=2021-01-01..2021-02-01', '?created=2021-01-01..', '?created=2021-01-01..2021-02-01&off=created', ''].map((url) => hasPeriod(parsePain(url)))).toEqual([true, true, false, false]);
});

test.each([
  ['?item=店', { filter: { none: [{ filter: { item: ['店'] } }] } }],
  ['?q=慢&synonyms=true', null],
  ['?q=慢&baseline=slice&b.item=x', { filter: { item: ['x'] } }],
  ['?q=慢&created=2021-03-01..2021-03-31&baseline=previous_period', { q: '慢', filter: { created: { from: '2021-01-25', to: '2021-02-24' } } }],
  ['?created=2021-03-01..2021-03-07&baseline=previous_period', { filter: { created: { from: '2021-02-22', to: '2021-02-28' } } }],
  ['?created=2021-03-01..&baseline=previous_period', null],
])('the baseline of %s', (url, body) => {
  const slice = baselineSlice(parsePain(url));
  expect(slice && sliceBody(slice)).toEqual(body);
});

test('the CSV has a row a point and the rest of the impact', () => {
  const rows = csvText(pointsCsv(answer([point('a')]), [point('a')])).trimEnd().split('\r\n');
  expect(rows.length).toBe(4);
  expect(new Set(rows.map((row) => row.split(',').length)).size).toBe(1);
  expect(rows[1]).toBe('a,10,9,0.1,0.05,2,1.5,2.6,0.001,-0.1,0.1,,');
});
