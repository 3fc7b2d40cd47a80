import { Segmented, Select } from 'antd';
import { Suspense, lazy, useState } from 'react';
import { bucketEnd, calendarOf } from '../../../lib/dates';
import { whole } from '../../../lib/numbers';
import { t } from '../../../messages/messages';
import { useExplore } from '../hooks/use-explore';
import type { Answer } from '../hooks/use-results';
import { setMatch, toggleMissing } from '../../../slice/state/edit-filters';
import { INTERVALS } from '../state/explore-state';
import { zoomPeriod } from '../state/zoom-period';
import { ChartBoundary } from '../../../slice/components/chart-boundary';
import { TimelineTable } from './timeline-table';

const TimelineChart = lazy(async () => ({ default: (await import('../chart/timeline-chart')).TimelineChart }));

export function TimelinePanel({ answer }: { answer: Answer | null }) {
  const { state, update } = useExplore();
  const [view, setView] = useState<'chart' | 'table'>('chart');
  const timeline = answer?.first.timeline;
  const zoom = (start: string, lastStart: string): void => {
    if (!timeline) return;
    const created = state.clauses.find((clause) => clause.field === 'created' && !clause.not && !clause.off);
    const period = zoomPeriod(start, bucketEnd(lastStart, calendarOf(timeline.interval)), created?.match);
    update({ clauses: setMatch(state.clauses, 'created', { kind: 'range', ...period }), review: null });
  };
  const showMissing = (): void => update({ clauses: toggleMissing(state.clauses, 'created', 'include'), review: null });
  return (
    <section className="timeline" aria-label={t('chart.label')}>
      <div className="timeline-head">
        <h2>{t('chart.label')}</h2>
        <span className="quiet">{t('chart.brush')}</span>
        {timeline && timeline.missing > 0 && (
          <button type="button" className="link" onClick={showMissing}>
            {t('chart.missing', { count: whole(timeline.missing) })}
          </button>
        )}
        <Select
          size="small"
          aria-label={t('chart.interval')}
          value={state.interval}
          popupMatchSelectWidth={false}
          options={INTERVALS.map((value) => ({ value, label: intervalLabel(value, timeline?.interval) }))}
          onChange={(interval) => update({ interval })}
        />
        <Segmented
          size="small"
          value={view}
          onChange={setView}
          options={[
            { value: 'chart', label: t('chart.chart') },
            { value: 'table', label: t('chart.table') },
          ]}
        />
      </div>
      <div className={`timeline-body ${view}`}>
        {timeline && timeline.buckets.length === 0 && <p className="quiet">{t('chart.empty')}</p>}
        {timeline && timeline.buckets.length > 0 && view === 'table' && <TimelineTable timeline={timeline} onZoom={zoom} />}
        {timeline && timeline.buckets.length > 0 && view === 'chart' && (
          <ChartBoundary>
            <Suspense fallback={null}>
              <TimelineChart timeline={timeline} onZoom={zoom} />
            </Suspense>
          </ChartBoundary>
        )}
      </div>
    </section>
  );
}

/** `自动` says what it came to: `自动（月）`. */
function intervalLabel(value: (typeof INTERVALS)[number], actual: string | undefined): string {
  const name = INTERVALS.find((one) => one === actual);
  return value === 'auto' && name ? t('chart.autoIs', { interval: t(`chart.${name}`) }) : t(`chart.${value}`);
}
