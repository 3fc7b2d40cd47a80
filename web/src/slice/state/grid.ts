// A cross-table of two dimensions laid out in rows and columns.
import type { Pivot, PivotCell } from '../../api/types';
import { isCalendar } from '../../lib/dates';
import { SENTIMENT_BUCKETS } from './sentiment';

export type Value = string | null;

export interface Grid {
  rows: readonly Value[];
  columns: readonly Value[];
  cell: (row: Value, column: Value) => PivotCell | undefined;
  /** The largest count of a cell. */
  top: number;
}

/**
 * Values of a dimension in the order people look for: time, stars and sentiment by nature, all else by size. Reviews without a value come
 * last.
 */
export function orderedValues(dimension: string, sizes: ReadonlyMap<Value, number>): Value[] {
  const values = [...sizes.keys()].filter((value) => value !== null);
  const size = (value: Value): number => sizes.get(value) ?? 0;
  const sorted = values.sort((a, b) => {
    if (dimension === 'rating') return Number(a) - Number(b);
    if (dimension === 'sentiment') return bucketAt(a) - bucketAt(b);
    if (isCalendar(dimension)) return a < b ? -1 : 1;
    return size(b) - size(a) || (a < b ? -1 : 1);
  });
  return sizes.has(null) ? [...sorted, null] : sorted;
}

/** The cells whose leading values are `fixed`, by the next dimension and the one after. */
export function gridOf(cells: readonly PivotCell[], [rowName, columnName]: readonly [string, string], fixed: readonly Value[] = []): Grid {
  const found = cells.filter(({ values }) => fixed.every((value, at) => values[at] === value));
  const at = fixed.length;
  const byKey = new Map(found.map((cell) => [keyOf(cell.values[at] ?? null, cell.values[at + 1] ?? null), cell]));
  return {
    rows: orderedValues(rowName, sizesOf(found, at)),
    columns: orderedValues(columnName, sizesOf(found, at + 1)),
    cell: (row, column) => byKey.get(keyOf(row, column)),
    top: Math.max(1, ...found.map((cell) => cell.count)),
  };
}

/** How many reviews each value of the dimension at `at` has in all cells. */
export function sizesOf(cells: Pivot['cells'], at: number): Map<Value, number> {
  const sizes = new Map<Value, number>();
  for (const { values, count } of cells) {
    const value = values[at] ?? null;
    sizes.set(value, (sizes.get(value) ?? 0) + count);
  }
  return sizes;
}

function keyOf(row: Value, column: Value): string {
  return JSON.stringify([row, column]);
}

function bucketAt(value: string): number {
  return SENTIMENT_BUCKETS.findIndex((bucket) => bucket === value);
}
