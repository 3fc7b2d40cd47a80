import type { Contrast } from '../../../api/types';
import { probability, signed } from '../../../lib/numbers';
import { t } from '../../../messages/messages';
import { signOf, toneOfVerdict } from '../state/verdict';

interface Props {
  contrast: Contrast;
  /** The end of the scale on both sides, in the unit of the difference. */
  reach: number;
  /** The difference as it is read. */
  write: (value: number) => string;
}

/** A minus B with its interval: in figures, as a bar about zero, and in words. */
export function ContrastCell({ contrast: { difference, interval, verdict, words, p_value: p }, reach, write }: Props) {
  if (difference == null) return <span className="quiet">{words === '' ? t('verdict.unknown') : words}</span>;
  const [low = difference, high = difference] = interval ?? [];
  const tone = toneOfVerdict(verdict);
  const place = (value: number): number => ((Math.min(reach, Math.max(-reach, value)) + reach) / (2 * reach)) * 100;
  return (
    <div className="contrast">
      <span className="contrast-figure">
        <b>{write(difference)}</b> <span className="quiet">{interval == null ? '' : `${write(low)} … ${write(high)}`}</span>
      </span>
      <span className="range" aria-hidden="true">
        <span className={`range-bar ${tone}`} style={{ insetInlineStart: `${place(low)}%`, inlineSize: `${place(high) - place(low)}%` }} />
        <span className="range-point" style={{ insetInlineStart: `${place(difference)}%` }} />
      </span>
      <span className={`verdict ${tone}`}>
        {`${signOf(verdict)} ${words}`}
        {p != null && <span className="quiet">{` ${probability(p)}`}</span>}
      </span>
    </div>
  );
}

export function writeStars(value: number): string {
  return signed(value, 2);
}

/** Differences of shares in percentage points. */
export function writePoints(value: number): string {
  return `${signed(value * 100, 1)}%`;
}
