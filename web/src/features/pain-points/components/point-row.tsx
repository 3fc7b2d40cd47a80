import { useState } from 'react';
import type { PainPoint } from '../../../api/types';
import { percent, signed } from '../../../lib/numbers';
import { t } from '../../../messages/messages';
import { SliceLink } from '../../../slice/components/slice-link';
import { useSlice } from '../../../slice/hooks/use-slice';
import { valueLabel } from '../../../slice/labels';
import type { PainState } from '../state/pain-state';
import { LiftCell } from './lift-cell';
import { QuoteList } from './quote-list';
import { TrendCell } from './trend-cell';

interface Props {
  point: PainPoint;
  place: number;
  /** The largest count: the full bar. */
  top: number;
  /** Doublings on both sides of the scale of lifts. */
  octaves: number;
  state: PainState;
}

export function PointRow({ point, place, top, octaves, state }: Props) {
  const { names } = useSlice();
  const [isOpen, setOpen] = useState(place <= 3);
  const { label, count, distinct_count: distinct, impact, aspect, quotes, slice } = point;
  const name = state.by === 'opinion' && aspect != null ? valueLabel(names, 'aspect', aspect) : '';
  const near = distinct < count ? t('pain.distinct', { count: distinct }) : '';
  return (
    <tbody className="point" data-key={point.key}>
      <tr>
        <td className="rank">{place}</td>
        <th scope="row">
          <button type="button" className="point-name" aria-expanded={isOpen} disabled={quotes.length === 0} onClick={() => setOpen(!isOpen)}>
            <span className="fold" aria-hidden="true">
              {isOpen ? '▾' : '▸'}
            </span>
            {label}
            {name !== '' && <span className="quiet">{name}</span>}
          </button>
        </th>
        <td className="number counted" title={near}>
          <span className="count-bar" style={{ inlineSize: `${(count / top) * 100}%` }} aria-hidden="true" />
          <SliceLink slice={slice} count={count} of={label} />
        </td>
        <td className="number">
          {percent(point.share, 1)}
          <span className="quiet below">{point.baseline_share == null ? '–' : <BaselineShare point={point} share={point.baseline_share} />}</span>
        </td>
        <td>
          <LiftCell point={point} baseline={state.baseline} octaves={octaves} />
        </td>
        <td className="number">
          {impact == null ? '–' : <span className={`delta ${impact < 0 ? 'worse' : 'better'}`}>{signed(impact, 3)}</span>}
          <span className="quiet below" title={t('pain.removalHint')}>
            {point.removal_delta == null ? '' : t('pain.removal', { stars: signed(point.removal_delta, 2) })}
          </span>
        </td>
        <td>
          <TrendCell point={point} />
        </td>
      </tr>
      {isOpen && quotes.length > 0 && (
        <tr className="quotes-row">
          <td />
          <td colSpan={6}>
            <QuoteList point={point} />
          </td>
        </tr>
      )}
    </tbody>
  );
}

/** The share in the baseline, with its reviews where the service can name them. */
function BaselineShare({ point, share }: { point: PainPoint; share: number }) {
  const text = percent(share, 1);
  if (point.baseline_slice == null) return text;
  return (
    <SliceLink slice={point.baseline_slice} count={point.baseline_count} of={`${t('pain.baseline')}, ${point.label}`} className="quiet">
      {text}
    </SliceLink>
  );
}
