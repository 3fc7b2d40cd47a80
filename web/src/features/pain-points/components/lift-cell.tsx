import type { PainPoint } from '../../../api/types';
import { probability, times } from '../../../lib/numbers';
import { t } from '../../../messages/messages';
import type { Baseline } from '../state/pain-state';
import { VERDICT_SIGNS, verdictOf } from '../state/points';

/** From a quarter to four times as frequent; beyond, the bar ends at the edge. */
const OCTAVES = 2;

/** How many times as frequent as in the baseline: figure, interval, and what that allows to say. */
export function LiftCell({ point, baseline }: { point: PainPoint; baseline: Baseline }) {
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
          <span className={`range-bar ${verdict}`} style={{ insetInlineStart: `${octave(low)}%`, inlineSize: `${octave(high) - octave(low)}%` }} />
          <span className="range-point" style={{ insetInlineStart: `${octave(lift)}%` }} />
        </span>
      )}
      <span className={`verdict ${verdict}`}>
        {`${VERDICT_SIGNS[verdict]} ${t(`verdict.${verdict}`)}`}
        {p != null && <span className="quiet">{` ${probability(p)}`}</span>}
      </span>
    </div>
  );
}

/** A ratio's place on the scale in percent: 1 is in the middle, doubling is always as far. */
function octave(ratio: number): number {
  const at = Math.log2(Math.max(ratio, 1e-9));
  return ((Math.min(OCTAVES, Math.max(-OCTAVES, at)) + OCTAVES) / (2 * OCTAVES)) * 100;
}
