import type { PainPoints } from '../../../api/types';
import { signed, stars, whole } from '../../../lib/numbers';
import { t } from '../../../messages/messages';
import { SliceLink } from '../../../slice/components/slice-link';
import { sliceBody } from '../../../slice/state/slice-body';
import type { PainState } from '../state/pain-state';
import { BaselineCount } from './pain-summary';
import { type Scale, type Step, placeOf, scaleOf, waterfall } from '../state/waterfall';

const ALONE = 8;

/** 从基线到当前: each bar is what one point adds to the mean star; the figures stand beside the bars. */
export function WaterfallPanel({ state, answer }: { state: PainState; answer: PainPoints | undefined }) {
  const steps = answer ? waterfall(answer, ALONE) : null;
  return (
    <section className="panel waterfall" aria-label={t('waterfall.title')}>
      <h2 title={t('waterfall.hint')}>{t('waterfall.title')}</h2>
      {answer === undefined && <div className="skeleton waterfall-skeleton" />}
      {answer && steps === null && <p className="quiet">{t('waterfall.none')}</p>}
      {steps && <Waterfall steps={steps} state={state} />}
    </section>
  );
}

function Waterfall({ steps, state }: { steps: readonly Step[]; state: PainState }) {
  const scale = scaleOf(steps);
  return (
    <table>
      <caption className="sr-only">{t('waterfall.hint')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('pain.column.point')}</th>
          <th scope="col" className="number">{t('pain.column.count')}</th>
          <th scope="col" className="number">{t('waterfall.stars')}</th>
          <th scope="col">
            <span className="sr-only">{t('chart.chart')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {steps.map((step) => (
          <tr key={step.key} className={step.kind}>
            <th scope="row" title={labelOf(step)}>
              {labelOf(step)}
            </th>
            <td className="number">{countOf(step, state)}</td>
            <td className="number">
              {step.impact === null ? stars(step.to) : <span className={`delta ${toneOf(step)}`}>{signed(step.impact, 3)}</span>}
            </td>
            <td aria-hidden="true">
              <Bar step={step} scale={scale} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Bar({ step, scale }: { step: Step; scale: Scale }) {
  const [from, to] = [placeOf(step.from, scale), placeOf(step.to, scale)];
  const isEnd = step.impact === null;
  const start = isEnd ? 0 : Math.min(from, to);
  return (
    <span className="fall">
      <span
        className={`fall-bar ${isEnd ? 'end' : toneOf(step)}`}
        style={{ insetInlineStart: `${start}%`, inlineSize: `${isEnd ? to : Math.abs(to - from)}%` }}
      />
    </span>
  );
}

function labelOf({ kind, label, points }: Step): string {
  if (kind === 'point') return label;
  return kind === 'none' ? t('pain.none') : t(`waterfall.${kind}`, { count: points });
}

function countOf({ kind, count, label, slice }: Step, state: PainState) {
  if (kind === 'more') return '';
  if (kind === 'baseline') return <BaselineCount state={state} count={count} />;
  if (kind === 'slice') return <SliceLink slice={sliceBody(state)} count={count} of={t('pain.slice')} />;
  return slice === null ? whole(count) : <SliceLink slice={slice} count={count} of={label} />;
}

function toneOf({ impact }: Step): 'worse' | 'better' | 'same' {
  if (impact === null || Number(impact.toFixed(3)) === 0) return 'same';
  return impact < 0 ? 'worse' : 'better';
}
