import type { Timeline } from '../../../api/types';
import { bucketEnd, calendarOf } from '../../../lib/dates';
import { stars, whole } from '../../../lib/numbers';
import { t } from '../../../messages/messages';
import { SENTIMENT_BUCKETS } from '../../../slice/state/sentiment';
import { SentimentSign } from '../../../slice/components/sentiment-sign';

interface Props {
  timeline: Timeline;
  onZoom: (start: string, lastStart: string) => void;
}

/** The numbers behind the chart; a row's button does what the brush does. */
export function TimelineTable({ timeline, onZoom }: Props) {
  const interval = calendarOf(timeline.interval);
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t('chart.start')}</th>
          <th scope="col">{t('chart.total')}</th>
          {SENTIMENT_BUCKETS.map((bucket) => (
            <th key={bucket} scope="col">
              <SentimentSign bucket={bucket} /> {t(`sentiment.${bucket}`)}
            </th>
          ))}
          <th scope="col">{t('chart.rating')}</th>
        </tr>
      </thead>
      <tbody>
        {timeline.buckets.map(({ start, count, split, avg_rating: average }) => {
          const end = bucketEnd(start, interval);
          const period = end === start ? start : `${start} – ${end}`;
          return (
            <tr key={start}>
              <th scope="row">
                <button type="button" className="link" title={t('chart.zoom', { period })} onClick={() => onZoom(start, start)}>
                  {period}
                </button>
              </th>
              <td>{whole(count)}</td>
              {SENTIMENT_BUCKETS.map((bucket) => (
                <td key={bucket}>{whole(split?.[bucket] ?? 0)}</td>
              ))}
              <td>{average == null ? '–' : stars(average)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
