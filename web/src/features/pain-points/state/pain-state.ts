// The address of the 痛点 screen: a slice, what it is measured against, and how the points are counted and ranked.
import type { PainPointsBody } from '../../../api/client';
import { type Period, addDays, daysOf, isDate } from '../../../lib/dates';
import { oneOf } from '../../../lib/one-of';
import { plainWire, sliceBody } from '../../../slice/state/slice-body';
import { parseSlice, queryString, sliceParameters, when } from '../../../slice/state/slice-codec';
import { findClause, setMatch } from '../../../slice/state/edit-filters';
import { otherOf, otherParameters, restOf } from '../../../slice/state/sides-codec';
import { EMPTY_SLICE, type Slice, sliceOf } from '../../../slice/state/slice-state';

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
/** The service moves periods by whole weeks, so that weekdays meet weekdays. */
const DAYS_OF_WEEK = 7;

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

/** Whether a first day is chosen: only then there is a period before it. */
export function hasPeriod(slice: Slice): boolean {
  return (periodOf(slice)?.from ?? '') !== '';
}

/** The reviews of the baseline where the page can say which they are; null where only the service can. */
export function baselineSlice(state: PainState): Slice | null {
  const { baseline, other, q, synonyms, approximate } = state;
  if (baseline === 'slice') return other;
  // The rest of a widened query cannot be written as a query.
  if (baseline === 'rest') return (synonyms || approximate) && q !== '' ? null : restOf(sliceOf(state));
  const period = periodOf(state);
  if (!period || !isDate(period.from) || !isDate(period.to) || JSON.stringify(state.nested).includes('"created"')) return null;
  const back = -DAYS_OF_WEEK * Math.ceil(daysOf(period) / DAYS_OF_WEEK);
  const moved = { from: addDays(period.from, back), to: addDays(period.to, back) };
  return { ...sliceOf(state), clauses: setMatch(state.clauses, 'created', { kind: 'range', ...moved }) };
}

function periodOf({ clauses }: Slice): Period | null {
  const created = findClause(clauses, 'created', false);
  return created && !created.off && created.match.kind === 'range' ? created.match : null;
}
