import type { ReactNode } from 'react';
import type { Comparison } from '../../../api/types';
import { percent } from '../../../lib/numbers';
import { t } from '../../../messages/messages';
import { SentimentSign } from '../../../slice/components/sentiment-sign';
import { SliceLink } from '../../../slice/components/slice-link';
import { within } from '../../../slice/state/slice-body';
import { HALF_STEPS } from '../../../slice/state/ratings';
import { SENTIMENT_BUCKETS } from '../../../slice/state/sentiment';

/** Ratings and sentiment of both, bar beside bar in shares of each side. */
export function Distributions({ answer }: { answer: Comparison }) {
  const { a, b } = answer;
  const ratings = [...HALF_STEPS].reverse().filter((step) => (a.summary.rating[step] ?? 0) + (b.summary.rating[step] ?? 0) > 0);
  return (
    <section className="panel distributions" aria-label={t('compare.distributions')}>
      <h2>{t('compare.distributions')}</h2>
      <div className="distribution-columns">
        <Distribution
          title={t('compare.ratings')}
          answer={answer}
          all={[a.summary.rated, b.summary.rated]}
          rows={ratings.map((step) => ({ key: step, label: t('review.stars', { rating: step }), counts: [a.summary.rating[step] ?? 0, b.summary.rating[step] ?? 0], filter: { rating: [Number(step)] } }))}
        />
        <Distribution
          title={t('summary.sentiment')}
          answer={answer}
          all={[a.summary.count, b.summary.count]}
          rows={SENTIMENT_BUCKETS.map((bucket) => ({
            key: bucket,
            label: (
              <>
                <SentimentSign bucket={bucket} /> {t(`sentiment.${bucket}`)}
              </>
            ),
            counts: [a.summary.sentiment[bucket] ?? 0, b.summary.sentiment[bucket] ?? 0],
            filter: { sentiment: [bucket] },
          }))}
        />
      </div>
    </section>
  );
}

interface Row {
  key: string;
  label: ReactNode;
  counts: readonly [number, number];
  filter: Readonly<Record<string, unknown>>;
}

interface Props {
  title: string;
  answer: Comparison;
  all: readonly [number, number];
  rows: readonly Row[];
}

function Distribution({ title, answer: { a, b }, all, rows }: Props) {
  const share = ({ counts }: Row, side: 0 | 1): number => (all[side] === 0 ? 0 : counts[side] / all[side]);
  const top = Math.max(0.01, ...rows.flatMap((row) => [share(row, 0), share(row, 1)]));
  return (
    <table>
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span className="sr-only">{title}</span>
          </th>
          <th scope="col">A</th>
          <th scope="col">B</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">{row.label}</th>
            {([0, 1] as const).map((side) => (
              <td key={side}>
                <span className="dist">
                  <SliceLink slice={within(side === 0 ? a.slice : b.slice, row.filter)} count={row.counts[side]} of={`${side === 0 ? 'A' : 'B'}, ${row.key}`}>
                    {percent(row.counts[side], all[side])}
                  </SliceLink>
                  <span className="dist-track" aria-hidden="true">
                    <span className={`dist-bar ${side === 0 ? 'a' : 'b'}`} style={{ inlineSize: `${(share(row, side) / top) * 100}%` }} />
                  </span>
                </span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
