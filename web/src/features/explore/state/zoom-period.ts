import { type Period, isDate } from '../../../lib/dates';
import type { Match } from '../../../slice/state/slice-state';

/** The chosen buckets as days, never wider than the period already chosen: its edges cut buckets. */
export function zoomPeriod(from: string, to: string, current: Match | undefined): Period {
  if (current?.kind !== 'range') return { from, to };
  return {
    from: isDate(current.from) && current.from > from ? current.from : from,
    to: isDate(current.to) && current.to < to ? current.to : to,
  };
}
