import type { PainPoint } from '../../../api/types';
import { calendarOf } from '../../../lib/dates';
import { times, whole } from '../../../lib/numbers';
import { t } from '../../../messages/messages';

const HEIGHT = 22;
const BAR = 4;
const GAP = 1;
const BARS_MAX = 36;

/** Complaints over time as bars; what came after the change stands out, and the words say since when. */
export function TrendCell({ point: { trend, trend_interval: interval, since, change, label } }: { point: PainPoint }) {
  const shown = trend.slice(-BARS_MAX);
  const top = Math.max(1, ...shown.map((bucket) => bucket.count));
  const first = shown[0];
  const last = shown.at(-1);
  const name =
    first && last ? t('pain.trend', { label, interval: t(`chart.${calendarOf(interval)}`), from: first.start, to: last.start, top: whole(top) }) : '';
  const width = Math.max(1, shown.length * (BAR + GAP));
  return (
    <div className="trend" title={name}>
      {shown.length > 0 && (
        <svg role="img" aria-label={name} viewBox={`0 0 ${width} ${HEIGHT}`} preserveAspectRatio="none">
          {shown.map(({ start, count }, at) => {
            const height = Math.max(count === 0 ? 0.5 : 1.5, (count / top) * (HEIGHT - 2));
            const isAfter = since != null && start >= since;
            return <rect key={start} className={isAfter ? 'after' : ''} x={at * (BAR + GAP)} y={HEIGHT - height} width={BAR} height={height} />;
          })}
        </svg>
      )}
      {since != null && (
        <span className={`verdict ${change != null && change < 1 ? 'better' : 'worse'}`}>
          {change != null && change < 1 ? '▲ ' : '▼ '}
          {t(change != null && change < 1 ? 'pain.betterSince' : 'pain.worseSince', { date: since, change: change == null ? '' : times(change) })}
        </span>
      )}
    </div>
  );
}
