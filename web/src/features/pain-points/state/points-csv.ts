import type { PainPoint, PainPoints } from '../../../api/types';
import type { CsvCell } from '../../../lib/csv';
import { t } from '../../../messages/messages';

/** The table on the screen, one row a point, and what completes the impacts. */
export function pointsCsv({ other, none }: PainPoints, points: readonly PainPoint[]): CsvCell[][] {
  const words = (['point', 'count', 'distinct', 'share', 'baseline', 'lift', 'low', 'high', 'p', 'impact', 'removal', 'since', 'change'] as const).map(
    (column) => t(`pain.csv.${column}`),
  );
  return [
    words,
    ...points.map((point) => [
      point.label,
      point.count,
      point.distinct_count,
      point.share,
      point.baseline_share,
      point.lift,
      point.interval?.[0],
      point.interval?.[1],
      point.p_value,
      point.impact,
      point.removal_delta,
      point.since,
      point.change,
    ]),
    padded([t('pain.other'), other.count], other.impact),
    padded([t('pain.none'), none.count], none.impact),
  ];
}

/** A row that knows only how many and what they cost. */
function padded(begin: readonly CsvCell[], impact: number | null | undefined): CsvCell[] {
  return [...begin, null, null, null, null, null, null, null, impact, null, null, null];
}
