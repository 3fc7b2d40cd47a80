import { describe, expect, test } from 'vitest';
import { EMPTY_STATE } from './explore-state';
import { formatSearch, parseSearch } from './url-codec';

describe('every readable URL comes back unchanged', () => {
  test.each([
    '',
    '?q=上菜慢',
    '?q=上菜慢+-排队+%22再也不来%22',
    '?q=100%25+a%26b%3Dc%23d%2Be',
    '?rating=1..2.5',
    '?rating=..2',
    '?rating=4..',
    '?rating=1&rating=4.5',
    '?created=2021-01-01..2021-06-30',
    '?created=2021-01-01',
    '?created=2021-01-01..',
    '?item=川味小馆(静安店)&item=a/b:c,d&-item=老火锅',
    '?missing=rating&-has=reply',
    '?my_field=x&off=my_field,-city&-city=上海',
    '?q=慢&sort=newest&limit=50&timeline=month&review=meituan:12:3',
    '?q=😀𠮷',
    '?aspect=service&aspect_sentiment=service_wait_time:negative&aspect_sentiment=dish_taste:positive&-flag=duplicate&opinion=上菜慢',
    '?q=出菜慢&synonyms=true&approximate=true',
  ])('%s', (url) => {
    const state = parseSearch(url);
    expect(parseSearch(formatSearch(state))).toEqual(state);
    if (!url.includes('off=')) expect(formatSearch(state)).toBe(url);
  });
});

test('hostile text survives the trip', () => {
  for (const q of ['<script>alert(1)</script>', "'\"`\\", 'a\nb\tc', '＆＃？', ' 前后 ', '%E4%B8', '+1', '\u202e']) {
    expect(parseSearch(formatSearch({ ...EMPTY_STATE, q })).q).toBe(q);
  }
});

test('what a browser percent-encodes reads the same', () => {
  const state = parseSearch('?q=上菜慢&item=川味小馆');
  expect(parseSearch(new URL(`http://x/explore${formatSearch(state)}`).search)).toEqual(state);
});

test('nonsense falls back to the default', () => {
  expect(parseSearch('?sort=up&limit=-3&timeline=hour&rating=abc&rating=..&created=..&item=&review=&Bad=1&synonyms=yes&approximate=')).toEqual(EMPTY_STATE);
  expect(parseSearch('?limit=9999').limit).toBe(200);
});

test('one star is a value; a list with a range is the list of its steps', () => {
  expect(parseSearch('?rating=1').clauses[0]?.match).toEqual({ kind: 'values', values: ['1'] });
  expect(parseSearch('?rating=1..2&rating=5').clauses[0]?.match).toEqual({
    kind: 'values',
    values: ['1', '1.5', '2', '5'],
  });
});

test('off marks the clause and nothing else', () => {
  const { clauses } = parseSearch('?city=上海&-city=北京&off=-city');
  expect(clauses.map((c) => [c.field, c.not, c.off])).toEqual([
    ['city', false, false],
    ['city', true, true],
  ]);
});
