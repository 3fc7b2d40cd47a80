// Two slices in one query string: the parameters of each after `a.` and `b.`.
import { type Parameters, parseSlice, queryString, sliceParameters } from './slice-codec';
import { EMPTY_SLICE, type Slice, isWhole } from './slice-state';
import { plainWire } from './slice-body';

export interface Sides {
  a: Slice;
  b: Slice;
}

export type SideName = keyof Sides;

/** The address of a comparison; without `b` it is against all that `a` leaves out. */
export function compareSearch({ a, b }: { a: Slice; b: Slice | null }): string {
  const other = b ?? restOf(a);
  return queryString([...sideParameters('a', a), ...sideParameters('b', other)]);
}

export function sidesOf(search: string): Sides {
  const params = new URLSearchParams(search);
  return { a: sideOf(params, 'a'), b: sideOf(params, 'b') };
}

/** All reviews outside the slice; of all reviews there is no rest. */
export function restOf(slice: Slice): Slice {
  return isWhole(slice) ? EMPTY_SLICE : { ...EMPTY_SLICE, nested: [{ kind: 'none', off: false, slice: plainWire(slice) }] };
}

/** The second slice of a screen whose first has plain parameters. */
export function otherOf(params: URLSearchParams): Slice {
  return sideOf(params, 'b');
}

export function otherParameters(slice: Slice): Parameters {
  return sideParameters('b', slice);
}

function sideParameters(side: SideName, slice: Slice): Parameters {
  return sliceParameters(slice).map(([name, value]) => [`${side}.${name}`, value] as const);
}

function sideOf(params: URLSearchParams, side: SideName): Slice {
  const own = new URLSearchParams();
  for (const [name, value] of params) if (name.startsWith(`${side}.`)) own.append(name.slice(side.length + 1), value);
  return parseSlice(own);
}
