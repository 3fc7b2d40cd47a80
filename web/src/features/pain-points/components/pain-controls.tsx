import { Segmented } from 'antd';
import { useMemo } from 'react';
import type { Failure } from '../../../api/failure';
import { t } from '../../../messages/messages';
import { SliceEditor } from '../../../slice/components/slice-editor';
import { SliceContext, useSlice } from '../../../slice/hooks/use-slice';
import type { UrlState } from '../../../slice/hooks/use-url-state';
import { BASELINES, KINDS, type PainState, RANKS, hasPeriod } from '../state/pain-state';

/** Against what, by what, in which order. */
export function PainControls({ state, update, failure }: UrlState<PainState> & { failure: Failure | null }) {
  const { names, zone } = useSlice();
  const other = useMemo(
    () => ({ slice: state.other, update: (patch: Partial<PainState['other']>) => update({ other: { ...state.other, ...patch } }), names, zone }),
    [state.other, update, names, zone],
  );
  const isPeriodKnown = hasPeriod(state);
  return (
    <div className="controls">
      <div className="control">
        <span>{t('pain.baseline')}</span>
        <Segmented
          size="small"
          name="baseline"
          value={state.baseline}
          onChange={(baseline) => update({ baseline })}
          options={BASELINES.map((value) => {
            const isOff = value === 'previous_period' && !isPeriodKnown;
            return { value, label: t(`pain.baseline.${value}`), disabled: isOff && state.baseline !== value, title: t(isOff ? 'pain.needsPeriod' : `pain.baselineHint.${value}`) };
          })}
        />
      </div>
      <div className="control">
        <span>{t('pain.by')}</span>
        <Segmented size="small" name="by" value={state.by} onChange={(by) => update({ by })} options={KINDS.map((value) => ({ value, label: t(`pain.by.${value}`) }))} />
      </div>
      <div className="control">
        <span>{t('pain.rank')}</span>
        <Segmented
          size="small"
          name="rank"
          value={state.rank}
          onChange={(rank) => update({ rank })}
          options={RANKS.map((value) => ({ value, label: t(`pain.rank.${value}`), title: t(`pain.rankHint.${value}`) }))}
        />
      </div>
      {state.baseline === 'slice' && (
        <SliceContext value={other}>
          <SliceEditor label={t('pain.otherSlice')} failure={failure} noteId="baseline-note" />
        </SliceContext>
      )}
    </div>
  );
}
