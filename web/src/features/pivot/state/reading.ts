// What a cell shows, and how strongly it is shaded.
import type { PivotCell } from '../../../api/types';
import { percent, signed, stars, whole } from '../../../lib/numbers';
import type { Reading } from '../../../slice/components/heat-table';
import type { Grid, Value } from '../../../slice/state/grid';
import type { Metric } from './pivot-state';

/** Stars and scores by their distance from the middle: low is a complaint, high is praise. */
const MIDDLE_STARS = 3;
const FAR_STARS = 2;

export function readingOf(metric: Metric, grid: Grid, rowSizes: ReadonlyMap<Value, number>, rowAt: number): (cell: PivotCell) => Reading {
  switch (metric) {
    case 'count':
      return ({ count }) => ({ strength: Math.sqrt(count / grid.top), tone: 'plain', text: whole(count) });
    case 'share':
      return ({ count, values }) => {
        const all = rowSizes.get(values[rowAt] ?? null) ?? 0;
        return { strength: all === 0 ? 0 : count / all, tone: 'plain', text: percent(count, all) };
      };
    case 'rating':
      return ({ avg_rating: rating }) => about(rating, (value) => (value - MIDDLE_STARS) / FAR_STARS, stars);
    case 'sentiment':
      return ({ avg_sentiment: score }) => about(score, (value) => value, (value) => signed(value, 2));
  }
}

function about(value: number | null | undefined, tilt: (value: number) => number, write: (value: number) => string): Reading {
  if (value == null) return { strength: 0, tone: 'plain', text: '–' };
  const tilted = tilt(value);
  const sign = Math.abs(tilted) < 0.05 ? '■' : tilted < 0 ? '▼' : '▲';
  return { strength: Math.abs(tilted), tone: tilted < 0 ? 'negative' : 'positive', text: `${sign} ${write(value)}` };
}
