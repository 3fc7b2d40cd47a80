import { expect, test } from 'vitest';
import { clauseLabel, fieldNames } from './labels';
import { parseSearch } from './state/url-codec';

const names = fieldNames([
  { name: 'rating', label: { zh: '评分', en: 'Rating' }, kind: 'rating', facetable: true, sortable: true, filterable: true },
  { name: 'created', label: { zh: '时间', en: 'Time' }, kind: 'time', facetable: false, sortable: true, filterable: true },
]);

test.each([
  ['?rating=1..2.5', '评分：1 – 2.5'],
  ['?rating=4..', '评分：≥ 4'],
  ['?rating=1', '评分：1 星'],
  ['?-rating=1&-rating=5', '评分：不是 1 星 或 5 星'],
  ['?created=..2021-06-30', '时间：到 2021-06-30'],
  ['?created=2021-06-30', '时间：2021-06-30'],
  ['?sentiment=very_negative', 'sentiment：强负'],
  ['?missing=rating', '未填写：评分'],
  ['?-has=reply', '带有：不是 商家回复'],
  ['?city=a&city=b&city=c&city=d', 'city：a 或 b 或 c 等 4 个'],
])('%s reads %s', (url, label) => {
  expect(parseSearch(url).clauses.map((clause) => clauseLabel(names, clause))).toEqual([label]);
});
