// The one place where ranges in Unicode scalar values meet JavaScript's UTF-16 strings.
import type { ScalarRange } from '../api/types';

/** A range with what it stands for. Ranges of the same tag are one mark where they overlap or touch. */
export interface Mark<T> {
  range: ScalarRange;
  tag: T;
}

export interface TextPiece<T> {
  /** UTF-16 offset of the piece: stable, so it can serve as a key. */
  at: number;
  text: string;
  /** Every tag that covers the piece, in the order in which the marks name them. */
  tags: readonly T[];
}

/**
 * Cuts `text` where the tags that cover it change. Marks may overlap, touch or lie outside; the pieces always
 * add up to `text`.
 */
export function cutMarks<T>(text: string, marks: readonly Mark<T>[]): TextPiece<T>[] {
  const order = new Map(marks.map(({ tag }, at) => [tag, at]));
  const active = new Map<T, number>();
  const pieces: TextPiece<T>[] = [];
  let scalar = 0;
  let unit = 0;
  const take = (scalarEnd: number): void => {
    const from = unit;
    while (scalar < scalarEnd && unit < text.length) {
      unit += unitsAt(text, unit);
      scalar += 1;
    }
    if (unit === from) return;
    const tags = [...active.keys()].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
    const last = pieces.at(-1);
    if (last && sameItems(last.tags, tags)) last.text += text.slice(from, unit);
    else pieces.push({ at: from, text: text.slice(from, unit), tags });
  };
  for (const { at, tag, step } of edges(marks)) {
    take(at);
    const count = (active.get(tag) ?? 0) + step;
    if (count > 0) active.set(tag, count);
    else active.delete(tag);
  }
  take(Infinity);
  return pieces;
}

/** Where marks begin and end, in order; what begins comes before what ends, so that touching ranges join. */
function edges<T>(marks: readonly Mark<T>[]): { at: number; tag: T; step: 1 | -1 }[] {
  return marks
    .map(({ range: [start = 0, end = 0], tag }) => ({ start: Math.max(0, start), end, tag }))
    .filter(({ start, end }) => end > start)
    .flatMap(({ start, end, tag }) => [
      { at: start, tag, step: 1 as const },
      { at: end, tag, step: -1 as const },
    ])
    .sort((a, b) => a.at - b.at || b.step - a.step);
}

/** Number of UTF-16 units of the scalar at `unit`; a lone surrogate counts as one. */
function unitsAt(text: string, unit: number): number {
  return (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
}

function sameItems<T>(some: readonly T[], others: readonly T[]): boolean {
  return some.length === others.length && some.every((one, at) => one === others[at]);
}
