import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useState } from 'react';
import type { PivotCell } from '../../../api/types';
import { percent, whole } from '../../../lib/numbers';
import { t } from '../../../messages/messages';
import { PanelFailure } from '../../../slice/components/panel-failure';
import { HeatTable, type Reading } from '../../../slice/components/heat-table';
import { useSlice } from '../../../slice/hooks/use-slice';
import { useSteady } from '../../../slice/hooks/use-steady';
import { valueLabel } from '../../../slice/labels';
import { pivotQuery } from '../../../slice/queries/pivot';
import { type Value, gridOf, sizesOf } from '../../../slice/state/grid';
import { TONE_SIGNS, isSentimentBucket, toneOf } from '../../../slice/state/sentiment';
import { MATRIX } from '../state/matrix';

const ROWS_FIRST = 12;
const VIEWS = ['share', 'count'] as const;

/** 属性 × 情感: how the reviews that speak of an aspect feel. */
export function MatrixPanel() {
  const { slice, names } = useSlice();
  const [view, setView] = useState<(typeof VIEWS)[number]>('share');
  const [isLong, setLong] = useState(false);
  const found = useQuery(pivotQuery(slice, MATRIX));
  const { shown, staleness } = useSteady(found);
  const cells = (shown?.cells ?? []).filter((cell) => cell.values[0] !== null);
  const grid = gridOf(cells, MATRIX);
  const sizes = sizesOf(cells, 0);
  const read = (cell: PivotCell): Reading => {
    const share = cell.count / Math.max(1, sizes.get(cell.values[0] ?? null) ?? 1);
    const bucket = cell.values[1] ?? '';
    const tone = isSentimentBucket(bucket) ? toneOf(bucket) : 'neutral';
    return {
      strength: view === 'share' ? share : Math.sqrt(cell.count / grid.top),
      tone: tone === 'neutral' ? 'plain' : tone,
      text: view === 'share' ? percent(share, 1) : whole(cell.count),
    };
  };
  const columnLabel = (value: Value): string => {
    const sign = value !== null && isSentimentBucket(value) ? `${TONE_SIGNS[toneOf(value)].repeat(value.startsWith('very_') ? 2 : 1)} ` : '';
    return sign + valueLabel(names, 'sentiment', value ?? '');
  };
  return (
    <section className={`panel matrix${staleness}`} aria-label={t('matrix.title')}>
      <div className="panel-head">
        <h2>{t('matrix.title')}</h2>
        <span className="quiet">{t('matrix.hint')}</span>
        <Segmented size="small" value={view} onChange={setView} options={VIEWS.map((value) => ({ value, label: t(`matrix.${value}`) }))} />
      </div>
      <PanelFailure title={t('pivot.failed')} of={found} />
      {shown === undefined && !found.error && <div className="skeleton matrix-skeleton" />}
      {shown && grid.rows.length === 0 && <p className="quiet">{t('matrix.none')}</p>}
      {grid.rows.length > 0 && (
        <HeatTable
          caption={t('matrix.title')}
          corner={t('matrix.corner')}
          grid={{ ...grid, rows: isLong ? grid.rows : grid.rows.slice(0, ROWS_FIRST) }}
          rowLabel={(value) => `${valueLabel(names, 'aspect', value ?? '')} · ${whole(sizes.get(value) ?? 0)}`}
          columnLabel={columnLabel}
          read={read}
        />
      )}
      {grid.rows.length > ROWS_FIRST && (
        <button type="button" className="link table-more" onClick={() => setLong(!isLong)}>
          {isLong ? t('facet.less') : t('facet.more', { count: grid.rows.length })}
        </button>
      )}
    </section>
  );
}
