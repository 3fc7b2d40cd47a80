import { expect, test } from 'vitest';
import { clauseLabel, dimensionValueLabel, flagLabel, sliceLabel } from './labels';
import { namesOf } from './names';
import { parseSlice } from './state/slice-codec';

const label = (zh: string) => ({ zh, en: zh });
const names = namesOf({
  fields: [
  { name: 'rating', label: { zh: '评分', en: 'Rating' }, kind: 'rating', facetable: true, sortable: true, filterable: true },
  { name: 'created', label: { zh: '时间', en: 'Time' }, kind: 'time', facetable: false, sortable: true, filterable: true },
  ],
  aspects: [
    { id: 'service', parent: null, label: label('服务') },
    { id: 'service_wait_time', parent: 'service', label: label('排队等位') },
  ],
  flags: [{ id: 'privacy', label: label('隐私'), reasons: [{ id: 'phone', label: label('手机号') }] }],
});

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
  ['?aspect=service', 'aspect：服务'],
  ['?-aspect_sentiment=service_wait_time:negative', 'aspect_sentiment：不是 排队等位 ▼ 负面'],
  ['?aspect_sentiment=nobody_knows:positive', 'aspect_sentiment：nobody_knows ▲ 正面'],
  ['?aspect_sentiment=odd', 'aspect_sentiment：odd'],
  ['?flag=privacy&flag=other', 'flag：隐私 或 other'],
  ['?opinion=上菜慢', 'opinion：上菜慢'],
  ['?city=a&city=b&city=c&city=d', 'city：a 或 b 或 c 等 4 个'],
])('%s reads %s', (url, label) => {
  expect(parseSlice(new URLSearchParams(url)).clauses.map((clause) => clauseLabel(names, clause))).toEqual([label]);
});

test.each([
  ['privacy', 'phone', '138 0013 8000', '手机号：138 0013 8000'],
  ['conflict', 'praise_with_low_rating', '1 / +0.80', 'praise_with_low_rating：1 星，情感分 +0.80'],
  ['conflict', 'complaint_with_high_rating', '4.5 / -0.58', 'complaint_with_high_rating：4.5 星，情感分 −0.58'],
  ['burst', 'like_texts', '31', 'like_texts：31 条'],
  ['duplicate', 'near_duplicate', '18', 'near_duplicate'],
  ['abuse', 'operator', '', '人工标记'],
])('flag %s by %s', (flag, reason, evidence, text) => {
  expect(flagLabel(names, { flag, reason, evidence })).toBe(text);
});

test.each([
  ['', '全部评价'],
  ['?q=慢&rating=1&city=x&off=city', '“慢”，评分：1 星'],
  ['?none={"q":"贵","filter":{"rating":[5]}}&all={"filter":{"missing":["rating"]}}', '同时满足（未填写：评分），除去（“贵”，评分：5 星）'],
])('the slice %s reads %s', (url, text) => {
  expect(sliceLabel(names, parseSlice(new URLSearchParams(url)))).toBe(text);
});

test('values of a cross-table by their names', () => {
  expect([['month', '2021-03-01'], ['quarter', '2021-07-01'], ['year', '2021-01-01'], ['day', '2021-03-01'], ['rating', '4.5'], ['aspect', 'service']].map(([name = '', value = '']) => dimensionValueLabel(names, name, value))).toEqual(['2021-03', '2021 Q3', '2021', '2021-03-01', '4.5 星', '服务']);
  expect(dimensionValueLabel(names, 'item', null)).toBe('未填写');
});
