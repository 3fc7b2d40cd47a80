// Order and verdict of pain points.
import type { PainPoint } from '../../../api/types';
import type { Baseline, Rank } from './pain-state';

/** What counts as certain once all keys are corrected for. */
const CERTAIN = 0.05;
const OCTAVES_MAX = 5;

/** By score as the service ranks them, by number of complaints, or by what they cost in stars: the most first. */
export function ranked(points: readonly PainPoint[], rank: Rank): PainPoint[] {
  if (rank === 'volume') return [...points].sort((a, b) => b.count - a.count);
  // Without a known impact last.
  if (rank === 'impact') return [...points].sort((a, b) => (a.impact ?? Infinity) - (b.impact ?? Infinity));
  return [...points];
}

/** How many doublings a scale needs on both sides of 1 for every interval; two at least, five at most. */
export function octavesOf(points: readonly PainPoint[]): number {
  const ends = points.flatMap(({ interval }) => interval ?? []).filter((end) => end > 0);
  return Math.min(OCTAVES_MAX, Math.max(2, Math.ceil(Math.max(0, ...ends.map((end) => Math.abs(Math.log2(end)))))));
}

/** Where a ratio stands on that scale in percent: 1 is in the middle, and doubling is always as far. */
export function ratioPlace(ratio: number, octaves: number): number {
  const at = Math.log2(Math.max(ratio, 1e-9));
  return ((Math.min(octaves, Math.max(-octaves, at)) + octaves) / (2 * octaves)) * 100;
}

export type Verdict = 'worse' | 'better' | 'more' | 'less' | 'unsure' | 'unknown';

/** What the figures allow to say: against an earlier period a change, against other reviews a difference. */
export function verdictOf({ lift, p_value: p }: PainPoint, baseline: Baseline): Verdict {
  if (lift == null || p == null) return 'unknown';
  if (p >= CERTAIN) return 'unsure';
  const isChange = baseline === 'previous_period';
  if (lift > 1) return isChange ? 'worse' : 'more';
  return isChange ? 'better' : 'less';
}

export const VERDICT_SIGNS: Record<Verdict, string> = { worse: '▼', more: '▼', better: '▲', less: '▲', unsure: '■', unknown: '' };
