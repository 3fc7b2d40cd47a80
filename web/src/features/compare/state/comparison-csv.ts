import type { Comparison, Contrast } from '../../../api/types';
import type { CsvCell } from '../../../lib/csv';
import { t } from '../../../messages/messages';

const COLUMNS = ['kind', 'name', 'aCount', 'aShare', 'bCount', 'bShare', 'difference', 'low', 'high', 'p', 'words'] as const;

/** All that the comparison shows in one table: figures, then aspects, then opinions. */
export function comparisonCsv({ a, b, difference, aspects, opinions }: Comparison): CsvCell[][] {
  const figure = (name: string, ofA: CsvCell, ofB: CsvCell, contrast: Contrast): CsvCell[] => [t('compare.figure'), name, null, ofA, null, ofB, ...told(contrast)];
  const { summary: one } = a;
  const { summary: other } = b;
  return [
    COLUMNS.map((column) => t(`compare.csv.${column}`)),
    [t('compare.figure'), t('compare.count'), one.count, null, other.count, null, null, null, null, null, null],
    figure(t('compare.figure.rating'), one.avg_rating, other.avg_rating, difference.avg_rating),
    figure(t('compare.figure.sentiment'), one.avg_sentiment, other.avg_sentiment, difference.avg_sentiment),
    figure(t('compare.figure.negative'), null, null, difference.negative_share),
    figure(t('compare.figure.poor'), null, null, difference.poor_share),
    ...aspects.map((aspect) => [
      t('compare.csv.complaint'),
      aspect.label,
      aspect.a.negative.count,
      aspect.a.negative.share,
      aspect.b.negative.count,
      aspect.b.negative.share,
      ...told(aspect),
    ]),
    ...opinions.map((one) => [t('compare.csv.opinion'), one.opinion, one.a.count, one.a.share, one.b.count, one.b.share, ...told(one)]),
  ];
}

function told({ difference, interval, p_value: p, words }: Contrast): CsvCell[] {
  return [difference, interval?.[0], interval?.[1], p, words];
}
