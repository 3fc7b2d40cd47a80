// The one place where ranges in Unicode scalar values meet JavaScript's UTF-16 strings.
import type { ScalarRange } from '../api/types';

export interface TextPiece {
  /** UTF-16 offset of the piece: stable, so it can serve as a key. */
  at: number;
  text: string;
  marked: boolean;
}

/**
 * Cuts `text` into marked and plain pieces. Ranges may overlap, touch or lie outside;
 * they are merged and clamped, and the pieces always add up to `text`.
 */
export function markRanges(text: string, ranges: readonly ScalarRange[]): TextPiece[] {
  const merged = mergeRanges(ranges);
  const pieces: TextPiece[] = [];
  let scalar = 0;
  let unit = 0;
  const take = (scalarEnd: number, marked: boolean): void => {
    const from = unit;
    while (scalar < scalarEnd && unit < text.length) {
      unit += unitsAt(text, unit);
      scalar += 1;
    }
    if (unit > from) pieces.push({ at: from, text: text.slice(from, unit), marked });
  };
  for (const [start, end] of merged) {
    take(start, false);
    take(end, true);
  }
  take(Infinity, false);
  return pieces;
}

/** Number of UTF-16 units of the scalar at `unit`; a lone surrogate counts as one. */
function unitsAt(text: string, unit: number): number {
  return (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
}

function mergeRanges(ranges: readonly ScalarRange[]): [number, number][] {
  const sorted = ranges
    .map(([start = 0, end = 0]): [number, number] => [Math.max(0, start), end])
    .filter(([start, end]) => end > start)
    .sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [start, end] of sorted) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}
