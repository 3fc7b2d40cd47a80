import { describe, expect, test } from 'vitest';
import { sliceBody, sliceFrom } from './slice-body';
import { parseSlice, queryString, sliceParameters } from './slice-codec';
import { compareSearch, restOf, sidesOf } from './sides-codec';
import { EMPTY_SLICE } from './slice-state';

const read = (search: string) => parseSlice(new URLSearchParams(search));
const trip = (given: unknown) => sliceBody(read(queryString(sliceParameters(sliceFrom(given)))));

describe('a slice comes through the URL unchanged', () => {
  test.each([
    {},
    { q: '上菜慢 -排队 "再也不来"' },
    { q: '慢', synonyms: true, approximate: true },
    { filter: { rating: { gte: 0.5, lte: 2.5 }, created: { from: '2021-01-01', to: '2021-06-30' }, item: ['a&b=c#', '100%+'] } },
    { filter: { rating: [1, 4.5], created: { from: '2021-01-01T08:00:00+08:00' }, not: { item: ['x'], rating: { gte: 4 } } } },
    { filter: { none: [{ q: '慢' }, { filter: { item: ['店'], none: [{ q: '"a b"', filter: { not: { city: ['上海'] } } }] } }] } },
    { filter: { missing: ['rating'], all: [{ filter: { missing: ['created'] } }] } },
    { q: 'a', filter: { all: [{ q: 'b' }, { filter: { aspect: ['x'], not: { aspect: ['y'] }, none: [{ q: 'c' }] } }] } },
  ])('%j', (given) => {
    expect(trip(trip(given))).toEqual(trip(given));
    if (!JSON.stringify(given).includes('"all"')) expect(trip(given)).toEqual(given);
  });

  test('a field that the URL has no word for', () => {
    const odd = { filter: { q: ['x'], Größe: ['1'], item: [''], sort: ['y'], not: { by: ['z'] } } };
    const { filter } = trip(odd);
    expect(filter).toEqual({
      all: [{ filter: { q: ['x'] } }, { filter: { Größe: ['1'] } }, { filter: { item: [''] } }, { filter: { sort: ['y'] } }, { filter: { not: { by: ['z'] } } }],
    });
  });
});

describe('what stands in `all` moves out where that says the same', () => {
  test.each([
    ['a free field', { filter: { all: [{ filter: { item: ['a'] } }] } }, { filter: { item: ['a'] } }],
    ['a value of the list outside', { filter: { item: ['a', 'b'], all: [{ filter: { item: ['a'] } }] } }, { filter: { item: ['a'] } }],
    ['a wider list', { filter: { item: ['a'], all: [{ filter: { item: ['a', 'b'] } }] } }, { filter: { item: ['a'] } }],
    ['a month of a year', { filter: { created: { from: '2021-01-01', to: '2021-12-31' }, all: [{ filter: { created: { from: '2021-03-01', to: '2021-03-31' } } }] } }, { filter: { created: { from: '2021-03-01', to: '2021-03-31' } } }],
    ['a half-open period', { filter: { created: { from: '2021-03-10' }, all: [{ filter: { created: { from: '2021-03-01', to: '2021-03-31' } } }] } }, { filter: { created: { from: '2021-03-10', to: '2021-03-31' } } }],
    ['what is excluded', { filter: { not: { item: ['a'] }, all: [{ filter: { not: { item: ['b'], city: ['c'] } } }] } }, { filter: { not: { item: ['a', 'b'], city: ['c'] } } }],
    ['a query', { filter: { all: [{ q: '慢' }] } }, { q: '慢' }],
    ['all the way', { filter: { all: [{ filter: { all: [{ filter: { item: ['a'] } }] } }] } }, { filter: { item: ['a'] } }],
  ])('%s', (_, given, flat) => {
    expect(sliceBody(sliceFrom(given))).toEqual(flat);
  });

  test.each([
    ['lists that overlap', { filter: { aspect: ['a', 'b'], all: [{ filter: { aspect: ['b', 'c'] } }] } }],
    ['two queries', { q: 'a', filter: { all: [{ q: 'b' }] } }],
    ['a query that would be widened', { synonyms: true, filter: { all: [{ q: '慢' }] } }],
    ['a range and a list', { filter: { rating: { gte: 1, lte: 2 }, all: [{ filter: { rating: [1] } }] } }],
    ['periods that do not meet', { filter: { created: { from: '2021-01-01', to: '2021-01-31' }, all: [{ filter: { created: { from: '2022-01-01', to: '2022-01-31' } } }] } }],
    ['what must not hold', { filter: { none: [{ filter: { item: ['a'] } }] } }],
  ])('%s: stays inside', (_, given) => {
    expect(sliceBody(sliceFrom(given))).toEqual(given);
  });
});

test('switched-off slices stay in the URL and are not sent', () => {
  const slice = read('?none={"q":"慢"}&none={"q":"贵"}&all={"q":"好"}&off=none.1');
  expect(sliceBody(slice)).toEqual({ filter: { all: [{ q: '好' }], none: [{ q: '慢' }] } });
  expect(read(queryString(sliceParameters(slice)))).toEqual(slice);
});

test('nonsense in the URL is no slice', () => {
  expect(read('?all=x&none=[1]&none=&all=3')).toEqual(EMPTY_SLICE);
});

describe('two slices in one address', () => {
  const a = read('?q=慢&item=川味小馆&-city=上海');
  const b = read('?created=2021-01-01..2021-06-30&none={"q":"a.b"}');

  test('come back as they are', () => {
    expect(compareSearch({ a, b })).toMatch(/^\?a\.q=慢&a\.item=川味小馆&a\.-city=上海&b\.created=2021-01-01\.\.2021-06-30&b\.none=/);
    expect(sidesOf(compareSearch({ a, b }))).toEqual({ a, b });
    expect(sidesOf('')).toEqual({ a: EMPTY_SLICE, b: EMPTY_SLICE });
  });

  test('the rest of a slice is all that is not in it', () => {
    expect(sliceBody(restOf(a))).toEqual({ filter: { none: [{ q: '慢', filter: { item: ['川味小馆'], not: { city: ['上海'] } } }] } });
    expect(restOf(EMPTY_SLICE)).toEqual(EMPTY_SLICE);
    expect(sidesOf(compareSearch({ a, b: null })).b).toEqual(restOf(a));
  });
});
