// The timeline as an ECharts option: three stacked tones, told apart by colour and by pattern.
import type { Timeline, TimelineBucket } from '../../../api/types';
import { type Calendar, bucketEnd, bucketName, calendarOf } from '../../../lib/dates';
import { whole } from '../../../lib/numbers';
import { t } from '../../../messages/messages';
import { TONES, TONE_SIGNS, toneCounts } from '../../../slice/state/sentiment';

export type Color = (token: string) => string;

const DECALS = {
  negative: { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4, color: 'rgba(255,255,255,0.45)' },
  neutral: { symbol: 'none' },
  positive: { symbol: 'circle', symbolSize: 0.6, dashArrayX: [[5, 5], [0, 5, 5, 0]], dashArrayY: [5, 0], color: 'rgba(255,255,255,0.45)' },
};

export function timelineOption({ buckets, interval: name }: Timeline, color: Color) {
  const interval = calendarOf(name);
  const tones = buckets.map((bucket) => toneCounts(bucket.split ?? {}));
  const axis = { color: color('--text-quiet'), fontSize: 11 };
  return {
    animation: false,
    textStyle: { fontFamily: color('--font') },
    grid: { left: 44, right: 10, top: 10, bottom: 20 },
    aria: { enabled: true, decal: { show: true, decals: TONES.map((tone) => DECALS[tone]) } },
    brush: {
      xAxisIndex: 0,
      brushType: 'lineX' as const,
      brushMode: 'single' as const,
      throttleType: 'debounce' as const,
      brushStyle: { color: color('--brush'), borderColor: color('--accent'), borderWidth: 1 },
      outOfBrush: { colorAlpha: 1 },
    },
    tooltip: {
      trigger: 'axis' as const,
      axisPointer: { type: 'shadow' as const },
      confine: true,
      transitionDuration: 0,
      backgroundColor: color('--surface'),
      borderColor: color('--line'),
      formatter: (points: unknown) => tooltip(buckets[indexOf(points)], bucketEndOf(buckets[indexOf(points)], interval)),
    },
    xAxis: {
      type: 'category' as const,
      data: buckets.map((bucket) => bucketName(bucket.start, interval)),
      axisLabel: { ...axis, hideOverlap: true },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: color('--line') } },
    },
    yAxis: {
      type: 'value' as const,
      splitNumber: 3,
      minInterval: 1,
      axisLabel: axis,
      splitLine: { lineStyle: { color: color('--line-soft') } },
    },
    series: TONES.map((tone) => ({
      type: 'bar' as const,
      name: t(`tone.${tone}`),
      stack: 'tone',
      barCategoryGap: '18%',
      barMaxWidth: 42,
      itemStyle: { color: color(`--${tone}-fill`) },
      data: tones.map((counts) => counts[tone]),
    })),
  };
}

function tooltip(bucket: TimelineBucket | undefined, end: string): HTMLElement {
  const box = document.createElement('div');
  box.className = 'chart-tooltip';
  if (!bucket) return box;
  const counts = toneCounts(bucket.split ?? {});
  const period = end === bucket.start ? end : `${bucket.start} – ${end}`;
  const rows = TONES.map((tone) => `${TONE_SIGNS[tone]} ${t(`tone.${tone}`)}  ${whole(counts[tone])}`);
  for (const text of [period, `${t('chart.total')}  ${whole(bucket.count)}`, ...rows]) {
    box.appendChild(document.createElement('div')).textContent = text;
  }
  return box;
}

function bucketEndOf(bucket: TimelineBucket | undefined, interval: Calendar): string {
  return bucket ? bucketEnd(bucket.start, interval) : '';
}

function indexOf(points: unknown): number {
  const first: unknown = Array.isArray(points) ? points[0] : points;
  return typeof first === 'object' && first !== null && 'dataIndex' in first ? Number(first.dataIndex) : -1;
}
