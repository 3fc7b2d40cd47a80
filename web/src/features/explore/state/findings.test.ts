import { expect, test } from 'vitest';
import { cutMarks } from '../../../lib/scalar-text';
import { flagGroups, flagPlaces, partMarks } from './findings';

const clauses = [
  { field: 'text', range: [0, 5], score: -0.6 },
  { field: 'text', range: [6, 9], score: 0.149 },
  { field: 'text', range: [10, 14], score: 0.15 },
  { field: 'title', range: [0, 2], score: -0.9 },
];

/** `上菜` under hit and place inside a negative clause reads `{- <h><p>上菜}`. */
function shown(field: string, text: string, hits: number[][], places: { field: string; range: number[] }[]): string[] {
  return cutMarks(text, partMarks(field, { hits, clauses, places })).map(({ text: words, tags }) => {
    const names = tags.map((tag) => (tag.kind === 'clause' ? (tag.tone === 'negative' ? '-' : '+') : tag.kind));
    return [...names, words].join(' ');
  });
}

const TEXT = '上菜慢死了，可以吧，味道不错';

test('hits and places lie inside the clauses of their own part', () => {
  expect(shown('text', TEXT, [[0, 3], [8, 12]], [{ field: 'text', range: [2, 5] }, { field: 'title', range: [0, 1] }])).toEqual([
    '- hit 上菜', '- hit place 慢', '- place 死了', '，可以', 'hit 吧，', '+ hit 味道', '+ 不错',
  ]);
  expect(shown('title', '差评！', [], [{ field: 'title', range: [0, 1] }])).toEqual(['- place 差', '- 评', '！']);
  expect(shown('reply', '抱歉', [], [])).toEqual(['抱歉']);
});

test('flags of one kind are one chip, with every place', () => {
  const flag = (name: string, reason: string, range?: number[]) => ({
    flag: name,
    reason,
    evidence: 'x',
    ...(range ? { field: 'text', range } : {}),
  });
  const groups = flagGroups([flag('privacy', 'phone', [3, 14]), flag('conflict', 'praise_with_low_rating'), flag('privacy', 'email', [20, 28])]);
  expect(groups.map(({ flag: name, found }) => [name, found.length])).toEqual([['privacy', 2], ['conflict', 1]]);
  expect(groups.map((group) => flagPlaces(group).map((place) => place.range))).toEqual([[[3, 14], [20, 28]], []]);
});
