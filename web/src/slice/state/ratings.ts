// Ratings are half steps from 0.5 to 5, written in their shortest form.
import type { Match } from './slice-state';

export const HALF_STEPS: readonly string[] = Array.from({ length: 10 }, (_, i) => String((i + 1) / 2));

/** The half steps a rating filter lets through. */
export function ratingSteps(match: Match): readonly string[] {
  if (match.kind === 'values') return match.values;
  const from = match.from === '' ? 0 : Number(match.from);
  const to = match.to === '' ? 5 : Number(match.to);
  return HALF_STEPS.filter((step) => Number(step) >= from && Number(step) <= to);
}

/** Steps without a gap become the range that is shorter to read: `1..2.5`. */
export function ratingMatch(values: readonly string[]): Match {
  const steps = HALF_STEPS.filter((step) => values.includes(step));
  const first = steps[0];
  const last = steps.at(-1);
  const isGapless =
    steps.length === values.length &&
    steps.length > 2 &&
    first !== undefined &&
    last !== undefined &&
    (Number(last) - Number(first)) * 2 + 1 === steps.length;
  return isGapless ? { kind: 'range', from: first, to: last } : { kind: 'values', values: steps };
}
