// Order and verdict of pain points.
import type { PainPoint } from '../../../api/types';
import type { Baseline, Rank } from './pain-state';

/** What counts as certain once all keys are corrected for. */
const CERTAIN = 0.05;

/** By score as the service ranks them, by number of complaints, or by what they cost in stars: the most first. */
export function ranked(points: readonly PainPoint[], rank: Rank): PainPoint[] {
  if (rank === 'volume') return [...points].sort((a, b) => b.count - a.count);
  // Without a known impact last.
  if (rank === 'impact') return [...points].sort((a, b) => (a.impact ?? Infinity) - (b.impact ?? Infinity));
  return [...points];
}

export type Verdict = 'worse' | 'better' | 'more' | 'less' | 'unsure' | 'unknown';

/** What the figures allow to say: against an earlier period a change, against other reviews a difference. */
export function verdictOf({ lift, interval, p_value: p }: PainPoint, baseline: Baseline): Verdict {
  if (lift == null || p == null) return 'unknown';
  const isChange = baseline === 'previous_period';
  if (p < CERTAIN && lift > 1) return isChange ? 'worse' : 'more';
  const [, high] = interval ?? [];
  if (high !== undefined && high < 1) return isChange ? 'better' : 'less';
  return 'unsure';
}

export const VERDICT_SIGNS: Record<Verdict, string> = { worse: '▼', more: '▼', better: '▲', less: '▲', unsure: '■', unknown: '' };
