import { expect, test } from 'vitest';
import { addDays, bucketEnd, isDate, previousPeriod, quickPeriod, todayIn, wallClock } from './dates';

test('days cross months and leap years', () => {
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
  expect(addDays('2021-01-01', -1)).toBe('2020-12-31');
});

test.each([
  ['2021-01-04', 'day', '2021-01-04'],
  ['2021-01-04', 'week', '2021-01-10'],
  ['2024-02-01', 'month', '2024-02-29'],
  ['2021-10-01', 'quarter', '2021-12-31'],
  ['2021-01-01', 'year', '2021-12-31'],
] as const)('bucket of %s by %s ends %s', (start, interval, end) => {
  expect(bucketEnd(start, interval)).toBe(end);
});

test('previous period has equal length and touches', () => {
  expect(previousPeriod({ from: '2021-03-01', to: '2021-03-31' })).toEqual({ from: '2021-01-29', to: '2021-02-28' });
  expect(previousPeriod({ from: '2021-03-02', to: '2021-03-01' })).toBeNull();
  expect(previousPeriod({ from: '2021-03-02T00:00:00Z', to: '2021-03-05' })).toBeNull();
});

test('quick ranges', () => {
  expect(quickPeriod('days7', '2021-03-03')).toEqual({ from: '2021-02-25', to: '2021-03-03' });
  expect(quickPeriod('days30', '2021-03-30')).toEqual({ from: '2021-03-01', to: '2021-03-30' });
  expect(quickPeriod('thisMonth', '2021-02-10')).toEqual({ from: '2021-02-01', to: '2021-02-10' });
  expect(quickPeriod('lastMonth', '2021-01-31')).toEqual({ from: '2020-12-01', to: '2020-12-31' });
});

test('today depends on the zone', () => {
  const now = new Date('2021-01-01T17:00:00Z');
  expect(todayIn('Asia/Shanghai', now)).toBe('2021-01-02');
  expect(todayIn('UTC', now)).toBe('2021-01-01');
  expect(isDate(todayIn('no such zone', now))).toBe(true);
});

test('wall clock is the server zone and no finer than known', () => {
  expect(wallClock('2021-09-04T21:51:01+08:00', 'second')).toBe('2021-09-04 21:51');
  expect(wallClock('2021-09-04T00:00:00+08:00', 'day')).toBe('2021-09-04');
});
