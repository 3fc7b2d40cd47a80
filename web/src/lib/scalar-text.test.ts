import { expect, test } from 'vitest';
import { type Mark, cutMarks } from './scalar-text';

/** Marked pieces in brackets, with the names of their tags, so that a case reads as data. */
function shown(text: string, marks: readonly Mark<string>[]): string {
  return cutMarks(text, marks)
    .map(({ text: words, tags }) => (tags.length === 0 ? words : `[${tags.join('')}${words}]`))
    .join('');
}

test.each<[string, [number, number][], string]>([
  ['上菜慢死了', [[0, 3]], '[上菜慢]死了'],
  ['上菜慢死了', [], '上菜慢死了'],
  ['', [[0, 3]], ''],
  ['😀上菜慢', [[1, 3]], '😀[上菜]慢'],
  ['a😀😀b', [[1, 2]], 'a[😀]😀b'],
  ['👨‍👩‍👧好', [[5, 6]], '👨‍👩‍👧[好]'],
  ['𠮷野家慢', [[0, 3], [3, 4]], '[𠮷野家慢]'],
  ['上菜慢', [[2, 3], [0, 1]], '[上]菜[慢]'],
  ['上菜慢', [[0, 2], [1, 3]], '[上菜慢]'],
  ['上菜慢', [[2, 99]], '上菜[慢]'],
  ['上菜慢', [[5, 9]], '上菜慢'],
  ['上菜慢', [[2, 2]], '上菜慢'],
  ['上菜慢', [[-4, 1]], '[上]菜慢'],
  ['e\u0301慢', [[2, 3]], 'e\u0301[慢]'],
  ['\ud83d慢', [[1, 2]], '\ud83d[慢]'],
])('%s %j', (text, ranges, want) => {
  expect(shown(text, ranges.map((range) => ({ range, tag: '' })))).toBe(want);
});

test.each<[string, [string, number, number][], string]>([
  ['a hit inside a clause', [['C', 0, 5], ['H', 1, 3]], '[C上][CH菜慢][C死了]，再见'],
  ['a hit across the end of a clause', [['C', 0, 5], ['H', 3, 8]], '[C上菜慢][CH死了][H，再见]'],
  ['clause, hit and opinion on the same words', [['C', 0, 5], ['H', 0, 2], ['O', 1, 3]], '[CH上][CHO菜][CO慢][C死了]，再见'],
  ['equal ranges of two tags', [['H', 0, 3], ['O', 0, 3]], '[HO上菜慢]死了，再见'],
  ['clauses side by side stay apart', [['C', 0, 5], ['D', 5, 8]], '[C上菜慢死了][D，再见]'],
])('%s', (_, marks, want) => {
  expect(shown('上菜慢死了，再见', marks.map(([tag, start, end]) => ({ range: [start, end], tag })))).toBe(want);
});

test('pieces add up to the text, carry their UTF-16 offsets, and agree with a look at every scalar', () => {
  const scalars = ['😡', '好', 'a', '\r', '\n', '𠮷', '，', '\u200d'];
  let seed = 7;
  const dice = (sides: number): number => (seed = (seed * 1103515245 + 12345) % 2147483648) % sides;
  for (let round = 0; round < 300; round += 1) {
    const text = Array.from({ length: dice(12) }, () => scalars[dice(scalars.length)]).join('');
    const marks = Array.from({ length: dice(7) }, () => {
      const start = dice(14) - 1;
      return { range: [start, start + dice(6)], tag: 'abc'.charAt(dice(3)) };
    });
    const pieces = cutMarks(text, marks);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
    for (const piece of pieces) expect(text.startsWith(piece.text, piece.at)).toBe(true);
    const tags = pieces.flatMap((piece) => [...piece.text].map(() => [...piece.tags].sort().join('')));
    const want = [...text].map((_, at) => {
      const over = marks.filter(({ range: [start = 0, end = 0] }) => start <= at && at < end);
      return [...new Set(over.map((mark) => mark.tag))].sort().join('');
    });
    expect(tags).toEqual(want);
  }
});
