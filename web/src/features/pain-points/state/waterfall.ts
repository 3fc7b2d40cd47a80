// From the baseline's mean star to the slice's: what each pain point adds, and what no point explains.
import type { PainPoints } from '../../../api/types';

export interface Step {
  kind: 'baseline' | 'point' | 'more' | 'other' | 'none' | 'slice';
  /** Of a point: its key; else the kind. */
  key: string;
  label: string;
  /** Reviews behind it. */
  count: number;
  /** In stars; null for the two ends. */
  impact: number | null;
  /** Where the bar begins and ends, in stars. */
  from: number;
  to: number;
  /** The slice behind the figure, where there is one. */
  slice: unknown;
  /** Points taken together in `more`. */
  points: number;
}

/** The steps in order, or null where a mean or an impact is unknown. `most` points stand alone, those of the largest impact. */
export function waterfall(answer: PainPoints, most: number): Step[] | null {
  const { mean_rating: end, baseline_mean_rating: start, points, other, none } = answer;
  if (end == null || start == null || other.impact == null || none.impact == null) return null;
  const known = points.flatMap(({ impact, ...point }) => (impact == null ? [] : [{ ...point, impact }]));
  if (known.length < points.length) return null;
  const sorted = [...known].sort((a, b) => Math.abs(b.impact) - Math.abs(a.impact));
  const rest = sorted.slice(most);
  const steps: Omit<Step, 'from' | 'to'>[] = sorted
    .slice(0, most)
    .sort((a, b) => a.impact - b.impact)
    .map(({ key, label, count, impact, slice }) => ({ kind: 'point', key, label, count, impact, slice, points: 1 }));
  const group = (kind: Step['kind'], count: number, impact: number, size: number): void =>
    void steps.push({ kind, key: kind, label: '', count, impact, slice: null, points: size });
  if (rest.length > 0) group('more', 0, rest.reduce((sum, point) => sum + point.impact, 0), rest.length);
  if (other.count > 0 || other.impact !== 0) group('other', other.count, other.impact, other.keys);
  group('none', none.count, none.impact, 0);
  return [
    meanStep('baseline', answer.baseline_total, start),
    ...placed(steps, start),
    meanStep('slice', answer.total, end),
  ];
}

function meanStep(kind: 'baseline' | 'slice', count: number, mean: number): Step {
  return { kind, key: kind, label: '', count, impact: null, from: mean, to: mean, slice: null, points: 0 };
}

/** Each bar begins where the one before it ended. */
function placed(steps: readonly Omit<Step, 'from' | 'to'>[], start: number): Step[] {
  let at = start;
  return steps.map((step) => {
    const from = at;
    at += step.impact ?? 0;
    return { ...step, from, to: at };
  });
}

export interface Scale {
  low: number;
  high: number;
}

/** The stretch of stars that the bars need, with room at both ends. */
export function scaleOf(steps: readonly Step[]): Scale {
  const ends = steps.flatMap(({ from, to }) => [from, to]);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const room = Math.max((high - low) * 0.08, 0.02);
  return { low: low - room, high: high + room };
}

/** A place on the scale in percent. */
export function placeOf(stars: number, { low, high }: Scale): number {
  return ((stars - low) / (high - low)) * 100;
}
