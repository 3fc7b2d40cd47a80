import type { PainPoints } from '../../../api/types';
import { signed, stars, whole } from '../../../lib/numbers';
import { t } from '../../../messages/messages';
import { SliceLink } from '../../../slice/components/slice-link';
import { sliceBody } from '../../../slice/state/slice-body';
import { type PainState, baselineSlice } from '../state/pain-state';

/** The slice and its baseline: how many, how many stars, and what lies between. */
export function PainSummary({ state, answer }: { state: PainState; answer: PainPoints | undefined }) {
  const { mean_rating: mean, baseline_mean_rating: before } = answer ?? {};
  const difference = mean != null && before != null ? mean - before : null;
  return (
    <section className="summary" aria-label={t('summary.label')} aria-live="polite">
      <div className="figure">
        <strong data-testid="pain-total">{answer ? <SliceLink slice={sliceBody(state)} count={answer.total} of={t('pain.slice')} /> : '–'}</strong>
        <span className="quiet">{t('pain.slice')}</span>
      </div>
      <div className="figure">
        <strong>{mean == null ? '–' : stars(mean)}</strong>
        <span className="quiet">{t('summary.rating')}</span>
      </div>
      <div className="figure">
        <strong>{answer ? <BaselineCount state={state} count={answer.baseline_total} /> : '–'}</strong>
        <span className="quiet">{t(`pain.baselineHint.${state.baseline}`)}</span>
      </div>
      <div className="figure">
        <strong>{before == null ? '–' : stars(before)}</strong>
        <span className="quiet">{t('pain.baselineRating')}</span>
      </div>
      <div className="figure">
        <strong className={difference === null ? '' : `delta ${toneOf(difference)}`}>{difference === null ? '–' : signed(difference, 2)}</strong>
        <span className="quiet">{difference === null ? t('pain.noDifference') : `${t('pain.difference')} · ${t(differenceWord(difference, state))}`}</span>
      </div>
    </section>
  );
}

/** The reviews of the baseline, where the page can say which they are. */
export function BaselineCount({ state, count }: { state: PainState; count: number }) {
  const slice = baselineSlice(state);
  return slice === null ? whole(count) : <SliceLink slice={sliceBody(slice)} count={count} of={t('pain.baseline')} />;
}

function toneOf(difference: number): 'worse' | 'better' | 'same' {
  if (Number(difference.toFixed(2)) === 0) return 'same';
  return difference < 0 ? 'worse' : 'better';
}

/** Against an earlier period it got better or worse; against other reviews it is higher or lower. */
function differenceWord(difference: number, { baseline }: PainState) {
  const tone = toneOf(difference);
  if (tone === 'same') return 'summary.same';
  if (baseline === 'previous_period') return `summary.${tone}` as const;
  return tone === 'worse' ? 'pain.lower' : 'pain.higher';
}
