import { expect, test } from 'vitest';
import { curlText } from '../../../slice/state/curl-text';
import { sliceBody } from '../../../slice/state/slice-body';
import { searchBody, summaryBody } from './search-body';
import { parseSearch } from './url-codec';

test.each<[string, object]>([
  ['', {}],
  ['?q=++', {}],
  ['?q=慢&rating=1..2.5', { q: '慢', filter: { rating: { gte: 1, lte: 2.5 } } }],
  ['?rating=1&rating=5', { filter: { rating: [1, 5] } }],
  ['?created=2021-01-01..', { filter: { created: { from: '2021-01-01' } } }],
  ['?created=2021-01-01', { filter: { created: { from: '2021-01-01', to: '2021-01-01' } } }],
  ['?city=上海&city=北京&-item=x', { filter: { city: ['上海', '北京'], not: { item: ['x'] } } }],
  ['?missing=rating&has=reply', { filter: { missing: ['rating'], has: ['reply'] } }],
  ['?q=慢&synonyms=true&approximate=true', { q: '慢', synonyms: true, approximate: true }],
  ['?aspect_sentiment=service_wait_time:negative&-flag=duplicate', { filter: { aspect_sentiment: ['service_wait_time:negative'], not: { flag: ['duplicate'] } } }],
  ['?city=上海&brand=b&off=city', { filter: { brand: ['b'] } }],
])('%s', (url, body) => {
  expect(sliceBody(parseSearch(url))).toEqual(body);
});

test('the whole request', () => {
  expect(searchBody(parseSearch('?q=慢&sort=newest&limit=50&timeline=week'), ['rating'], 20)).toEqual({
    q: '慢',
    sort: 'newest',
    limit: 50,
    facets: ['rating'],
    facet_limit: 20,
    timeline: { interval: 'week', split: 'sentiment' },
    summary: true,
  });
});

test('another period replaces the one of the slice', () => {
  const state = parseSearch('?created=2021-02-01..2021-02-28&city=上海');
  expect(summaryBody(state, { from: '2021-01-04', to: '2021-01-31' })).toEqual({
    filter: { city: ['上海'], created: { from: '2021-01-04', to: '2021-01-31' } },
    limit: 0,
    summary: true,
  });
});

test('curl quotes for a POSIX shell', () => {
  expect(curlText('http://127.0.0.1:8080', [{ path: 'search', body: { q: `it's "慢"` } }], false)).toBe(
    `curl -sS 'http://127.0.0.1:8080/api/v1/search' -H 'Content-Type: application/json' -d '{"q":"it'\\''s \\"慢\\""}'`,
  );
  expect(curlText('http://a', [{ path: 'search', body: {} }], true)).toContain(` -H "Authorization: Bearer $PINGLAN_KEY" `);
});
