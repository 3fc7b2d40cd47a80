import { expect, test } from 'vitest';
import * as edit from './edit-filters';
import { parseSlice, queryString, sliceParameters } from './slice-codec';
import { EMPTY_SLICE } from './slice-state';

/** Applies an edit to the filters of one URL and shows the URL after it. */
function after(url: string, change: (clauses: edit.Clauses) => edit.Clauses): string {
  return queryString(sliceParameters({ ...EMPTY_SLICE, clauses: change(parseSlice(new URLSearchParams(url)).clauses) }));
}

test('include, include another, take back', () => {
  expect(after('', (c) => edit.toggleValue(c, 'city', '上海', 'include'))).toBe('?city=上海');
  expect(after('?city=上海', (c) => edit.toggleValue(c, 'city', '北京', 'include'))).toBe('?city=上海&city=北京');
  expect(after('?city=上海&city=北京', (c) => edit.toggleValue(c, 'city', '上海', 'include'))).toBe('?city=北京');
  expect(after('?city=上海', (c) => edit.toggleValue(c, 'city', '上海', 'include'))).toBe('');
});

test('a value is never included and excluded at once', () => {
  expect(after('?city=上海', (c) => edit.toggleValue(c, 'city', '上海', 'exclude'))).toBe('?-city=上海');
  expect(after('?-city=上海&-city=北京', (c) => edit.toggleValue(c, 'city', '上海', 'include'))).toBe('?-city=北京&city=上海');
});

test('ratings: a range opens into steps and closes again', () => {
  expect(after('?rating=1..2', (c) => edit.toggleValue(c, 'rating', '2.5', 'include'))).toBe('?rating=1..2.5');
  expect(after('?rating=1..2', (c) => edit.toggleValue(c, 'rating', '1.5', 'include'))).toBe('?rating=1&rating=2');
  expect(after('?rating=1', (c) => edit.toggleValue(c, 'rating', '1', 'include'))).toBe('');
});

test('missing and the values of the same field replace each other', () => {
  expect(after('?rating=1', (c) => edit.toggleMissing(c, 'rating', 'include'))).toBe('?missing=rating');
  expect(after('?missing=rating', (c) => edit.toggleValue(c, 'rating', '1', 'include'))).toBe('?rating=1');
  expect(after('?missing=rating', (c) => edit.toggleMissing(c, 'rating', 'include'))).toBe('');
  expect(after('?rating=1', (c) => edit.toggleMissing(c, 'rating', 'exclude'))).toBe('?rating=1&-missing=rating');
});

test('negate keeps the place and joins the other side', () => {
  const negate = (c: edit.Clauses): edit.Clauses => (c[0] ? edit.negateClause(c, c[0]) : c);
  expect(after('?city=上海&brand=b', negate)).toBe('?-city=上海&brand=b');
  expect(after('?city=上海&-city=北京', negate)).toBe('?-city=北京&-city=上海');
  expect(after('?created=2021-01-01..2021-01-31', negate)).toBe('?-created=2021-01-01..2021-01-31');
});

test('switching off keeps the filter in the URL', () => {
  const toggle = (c: edit.Clauses): edit.Clauses => (c[0] ? edit.switchClause(c, c[0]) : c);
  expect(after('?city=上海', toggle)).toBe('?city=上海&off=city');
  expect(after('?city=上海&off=city', toggle)).toBe('?city=上海');
});

test('editing a switched-off filter switches it on', () => {
  expect(after('?city=上海&off=city', (c) => edit.toggleValue(c, 'city', '北京', 'include'))).toBe('?city=上海&city=北京');
});
