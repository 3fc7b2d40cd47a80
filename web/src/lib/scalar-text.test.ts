import { expect, test } from 'vitest';
import { markRanges } from './scalar-text';

/** Marked pieces in brackets, so that a case reads as data. */
function shown(text: string, ranges: [number, number][]): string {
  return markRanges(text, ranges)
    .map((piece) => (piece.marked ? `[${piece.text}]` : piece.text))
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
  ['e\u0301慢', [[2, 3]], 'e\u0301[慢]'],
  ['\ud83d慢', [[1, 2]], '\ud83d[慢]'],
])('%s %j', (text, ranges, want) => {
  expect(shown(text, ranges)).toBe(want);
});

test('pieces add up to the text and carry their UTF-16 offsets', () => {
  const text = '难吃😡😡，服务也差\r\n再见';
  const pieces = markRanges(text, [[2, 4], [5, 7]]);
  expect(pieces.map((p) => p.text).join('')).toBe(text);
  for (const piece of pieces) expect(text.startsWith(piece.text, piece.at)).toBe(true);
});
