// The address of the 痛点 screen: a slice, what it is measured against, and how the points are counted and ranked.
import type { PainPointsBody } from '../../../api/client';
import { oneOf } from '../../../lib/one-of';
import { plainWire, sliceBody } from '../../../slice/state/slice-body';
import { parseSlice, queryString, sliceParameters, when } from '../../../slice/state/slice-codec';
import { otherOf, otherParameters } from '../../../slice/state/sides-codec';
import { EMPTY_SLICE, type Slice } from '../../../slice/state/slice-state';

export const BASELINES = ['rest', 'previous_period', 'slice'] as const;
export const KINDS = ['aspect', 'opinion'] as const;
export const RANKS = ['score', 'volume', 'impact'] as const;

export type Baseline = (typeof BASELINES)[number];
export type Kind = (typeof KINDS)[number];
export type Rank = (typeof RANKS)[number];

export interface PainState extends Slice {
  baseline: Baseline;
  /** The baseline where it is a slice of its own. */
  other: Slice;
  by: Kind;
  rank: Rank;
}

/** Points asked for: all aspects fit, and the opinions that matter. */
const POINTS = 60;
const QUOTES = 3;

export const EMPTY_PAIN: PainState = { ...EMPTY_SLICE, baseline: 'rest', other: EMPTY_SLICE, by: 'aspect', rank: 'score' };

export function parsePain(search: string): PainState {
  const params = new URLSearchParams(search);
  return {
    ...parseSlice(params),
    baseline: oneOf(BASELINES, params.get('baseline')) ?? EMPTY_PAIN.baseline,
    other: otherOf(params),
    by: oneOf(KINDS, params.get('by')) ?? EMPTY_PAIN.by,
    rank: oneOf(RANKS, params.get('rank')) ?? EMPTY_PAIN.rank,
  };
}

export function formatPain(state: PainState): string {
  return queryString([
    ...sliceParameters(state),
    ...when(state.baseline !== EMPTY_PAIN.baseline, 'baseline', state.baseline),
    ...otherParameters(state.other),
    ...when(state.by !== EMPTY_PAIN.by, 'by', state.by),
    ...when(state.rank !== EMPTY_PAIN.rank, 'rank', state.rank),
  ]);
}

export function painBody(state: PainState): PainPointsBody {
  return {
    ...sliceBody(state),
    baseline: state.baseline === 'slice' ? plainWire(state.other) : state.baseline,
    by: state.by,
    limit: POINTS,
    quotes: QUOTES,
  };
}

/** Whether both ends of a period are chosen: only then there is one before it. */
export function hasPeriod({ clauses }: Slice): boolean {
  return clauses.some(
    ({ field, not, off, match }) => field === 'created' && !not && !off && match.kind === 'range' && match.from !== '' && match.to !== '',
  );
}
