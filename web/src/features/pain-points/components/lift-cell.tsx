import type { PainPoint } from '../../../api/types';
import { probability, times } from '../../../lib/numbers';
import { t } from '../../../messages/messages';
import type { Baseline } from '../state/pain-state';
import { VERDICT_SIGNS, ratioPlace, verdictOf } from '../state/points';

interface Props {
  point: PainPoint;
  baseline: Baseline;
  /** Doublings on both sides of the middle of the scale. */
  octaves: number;
}

/** How many times as frequent as in the baseline: figure, interval, and what that allows to say. */
export function LiftCell({ point, baseline, octaves }: Props) {
  const { lift, interval, p_value: p } = point;
  if (lift == null) return <span className="quiet">–</span>;
  const verdict = verdictOf(point, baseline);
  const [low, high] = interval ?? [];
  const range = low === undefined || high === undefined ? '' : `${times(low)} – ${times(high)}`;
  return (
    <div className="lift">
      <span className="lift-figure">
        <b>{times(lift)}</b> <span className="quiet">{range}</span>
      </span>
      {low !== undefined && high !== undefined && (
        <span className="range" aria-hidden="true">
          <span className={`range-bar ${verdict}`} style={{ insetInlineStart: `${ratioPlace(low, octaves)}%`, inlineSize: `${ratioPlace(high, octaves) - ratioPlace(low, octaves)}%` }} />
          <span className="range-point" style={{ insetInlineStart: `${ratioPlace(lift, octaves)}%` }} />
        </span>
      )}
      <span className={`verdict ${verdict}`}>
        {`${VERDICT_SIGNS[verdict]} ${t(`verdict.${verdict}`)}`}
        {p != null && <span className="quiet">{` ${probability(p)}`}</span>}
      </span>
    </div>
  );
}
