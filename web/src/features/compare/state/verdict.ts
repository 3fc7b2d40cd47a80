// How a verdict of the service looks: its shape and its colour; its words come with it.
export type VerdictTone = 'worse' | 'better' | 'plain' | 'unsure';

export function toneOfVerdict(verdict: string): VerdictTone {
  if (verdict === 'worse' || verdict === 'better') return verdict;
  return verdict === 'more' || verdict === 'less' ? 'plain' : 'unsure';
}

const SIGNS: Record<VerdictTone, string> = { worse: '▼', better: '▲', plain: '◆', unsure: '■' };

export function signOf(verdict: string): string {
  return SIGNS[toneOfVerdict(verdict)];
}

/** The largest end of all intervals: one scale for a column, so that its bars can be compared. */
export function reachOf(contrasts: readonly { difference?: number | null; interval?: number[] | null }[], least: number): number {
  const ends = contrasts.flatMap(({ difference, interval }) => [difference ?? 0, ...(interval ?? [])]).map(Math.abs);
  return Math.max(least, ...ends);
}
