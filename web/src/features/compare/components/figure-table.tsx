import type { Comparison, Summary } from '../../../api/types';
import { percent, signed, stars } from '../../../lib/numbers';
import { t } from '../../../messages/messages';
import { SliceLink } from '../../../slice/components/slice-link';
import { within } from '../../../slice/state/slice-body';
import { toneCounts } from '../../../slice/state/sentiment';
import { reachOf } from '../state/verdict';
import { ContrastCell, writePoints, writeStars } from './contrast-cell';

const NEGATIVE = { sentiment: ['very_negative', 'negative'] };
const POOR = { rating: { lte: 2 } };

/** Both slices in figures, and what their difference allows to say. */
export function FigureTable({ answer: { a, b, difference } }: { answer: Comparison }) {
  const sides = [a, b];
  const rows = [
    { key: 'rating', contrast: difference.avg_rating, reach: 1, write: writeStars, cell: ({ summary }: typeof a) => average(summary.avg_rating, stars) },
    { key: 'poor', contrast: difference.poor_share, reach: 0.25, write: writePoints, cell: ({ summary, slice }: typeof a) => <Share count={poorOf(summary)} all={summary.rated} slice={within(slice, POOR)} /> },
    {
      key: 'negative', contrast: difference.negative_share, reach: 0.25, write: writePoints,
      cell: ({ summary, slice }: typeof a) => <Share count={toneCounts(summary.sentiment).negative} all={summary.count} slice={within(slice, NEGATIVE)} />,
    },
    { key: 'sentiment', contrast: difference.avg_sentiment, reach: 0.5, write: writeStars, cell: ({ summary }: typeof a) => average(summary.avg_sentiment, (score) => signed(score, 2)) },
  ] as const;
  return (
    <section className="panel figures" aria-label={t('compare.figures')}>
      <h2>{t('compare.figures')}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('compare.figure')}</th>
            <th scope="col" className="number">A</th>
            <th scope="col" className="number">B</th>
            <th scope="col">{t('compare.difference')}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t('compare.count')}</th>
            {sides.map(({ summary, slice }, at) => (
              <td key={at} className="number" data-testid={at === 0 ? 'count-a' : 'count-b'}>
                <SliceLink slice={slice} count={summary.count} of={at === 0 ? 'A' : 'B'} />
              </td>
            ))}
            <td />
          </tr>
          {rows.map(({ key, contrast, reach, write, cell }) => (
            <tr key={key}>
              <th scope="row">{t(`compare.figure.${key}`)}</th>
              {sides.map((side, at) => (
                <td key={at} className="number">
                  {cell(side)}
                </td>
              ))}
              <td>
                <ContrastCell contrast={contrast} reach={reachOf([contrast], reach)} write={write} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Share({ count, all, slice }: { count: number; all: number; slice: unknown }) {
  return (
    <>
      <b>{all === 0 ? '–' : percent(count, all)}</b>{' '}
      <SliceLink className="beside" slice={slice} count={count} />
    </>
  );
}

function average(value: number | null | undefined, write: (value: number) => string) {
  return value == null ? '–' : <b>{write(value)}</b>;
}

/** Ratings of two stars or fewer. */
function poorOf({ rating }: Summary): number {
  return Object.entries(rating).reduce((sum, [value, count]) => (Number(value) <= 2 ? sum + count : sum), 0);
}
