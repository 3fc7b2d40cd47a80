import { useEffect, useRef } from 'react';
import type { Timeline } from '../../../api/types';
import { calendarOf } from '../../../lib/dates';
import { whole } from '../../../lib/numbers';
import { t } from '../../../messages/messages';
import { type ECharts, init } from './echarts';
import { timelineOption } from './timeline-option';

interface Props {
  timeline: Timeline;
  /** Called with the starts of the first and the last bucket chosen. */
  onZoom: (start: string, lastStart: string) => void;
}

export function TimelineChart({ timeline, onZoom }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(null);
  const latest = useRef({ timeline, onZoom });
  useEffect(() => {
    latest.current = { timeline, onZoom };
  });

  useEffect(() => {
    if (!host.current) return;
    const made = init(host.current);
    chart.current = made;
    const choose = (from: number, to: number): void => {
      const { buckets } = latest.current.timeline;
      const first = buckets[Math.max(0, from)];
      const last = buckets[Math.min(buckets.length - 1, to)];
      if (first && last) latest.current.onZoom(first.start, last.start);
    };
    made.on('brushEnd', (event) => {
      const range = brushedRange(event);
      if (!range) return;
      made.dispatchAction({ type: 'brush', areas: [] });
      choose(range[0], range[1]);
    });
    made.getZr().on('click', ({ offsetX, offsetY }) => {
      if (!made.containPixel('grid', [offsetX, offsetY])) return;
      const at = made.convertFromPixel({ xAxisIndex: 0 }, offsetX);
      if (typeof at === 'number') choose(at, at);
    });
    const resize = new ResizeObserver(() => made.resize());
    resize.observe(host.current);
    return () => {
      resize.disconnect();
      made.dispose();
    };
  }, []);

  useEffect(() => {
    const styles = getComputedStyle(document.documentElement);
    chart.current?.setOption(timelineOption(timeline, (token) => styles.getPropertyValue(token).trim()));
    chart.current?.dispatchAction({
      type: 'takeGlobalCursor',
      key: 'brush',
      brushOption: { brushType: 'lineX', brushMode: 'single' },
    });
  }, [timeline]);

  const count = timeline.buckets.reduce((sum, bucket) => sum + bucket.count, 0);
  const label = t('chart.aria', { interval: t(`chart.${calendarOf(timeline.interval)}`), count: whole(count) });
  return <div ref={host} className="chart" role="img" aria-label={label} data-buckets={timeline.buckets.length} />;
}

/** Indexes of the first and last category under the brush. */
function brushedRange(event: unknown): [number, number] | null {
  if (typeof event !== 'object' || event === null || !('areas' in event) || !Array.isArray(event.areas)) return null;
  const area: unknown = event.areas[0];
  if (typeof area !== 'object' || area === null || !('coordRange' in area) || !Array.isArray(area.coordRange)) return null;
  const [from, to] = area.coordRange.map(Number);
  return from === undefined || to === undefined ? null : [Math.min(from, to), Math.max(from, to)];
}
