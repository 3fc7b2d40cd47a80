import type { Pivot } from '../../../api/types';
import type { CsvCell } from '../../../lib/csv';
import { t } from '../../../messages/messages';
import type { Value } from '../../../slice/state/grid';

/** One row a cell: its values, then its figures. */
export function pivotCsv({ cells }: Pivot, names: readonly string[], label: (at: number, value: Value) => string): CsvCell[][] {
  return [
    [...names, t('pivot.metric.count'), t('pivot.metric.rating'), t('pivot.metric.sentiment')],
    ...cells.map(({ values, count, avg_rating: rating, avg_sentiment: score }) => [...values.map((value, at) => label(at, value)), count, rating, score]),
  ];
}
