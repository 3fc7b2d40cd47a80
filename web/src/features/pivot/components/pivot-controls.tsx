import { useQuery } from '@tanstack/react-query';
import { Button, Segmented, Select } from 'antd';
import { t } from '../../../messages/messages';
import { useSlice } from '../../../slice/hooks/use-slice';
import type { UrlState } from '../../../slice/hooks/use-url-state';
import { dimensionLabel } from '../../../slice/labels';
import { fieldsQuery } from '../../../slice/queries/fields';
import { METRICS, type PivotState, dimensionNames } from '../state/pivot-state';

const PLACES = ['rows', 'columns', 'pages'] as const;

/** Which dimension goes where, and what the cells show. */
export function PivotControls({ state, update }: UrlState<PivotState>) {
  const { names } = useSlice();
  const fields = useQuery(fieldsQuery()).data;
  const all = dimensionNames(fields?.fields ?? []);
  const taken = PLACES.map((place) => state[place]);
  const options = (place: (typeof PLACES)[number]) => [
    ...(place === 'pages' ? [{ value: '', label: t('pivot.noPages') }] : []),
    ...all.filter((name) => name === state[place] || !taken.includes(name)).map((name) => ({ value: name, label: dimensionLabel(names, name) })),
  ];
  return (
    <div className="controls">
      {PLACES.map((place) => (
        <div key={place} className="control">
          <span>{t(`pivot.${place}`)}</span>
          <Select
            size="small"
            aria-label={t(`pivot.${place}`)}
            value={state[place]}
            popupMatchSelectWidth={false}
            options={options(place)}
            onChange={(name) => update({ [place]: name })}
          />
        </div>
      ))}
      <Button size="small" title={t('pivot.swap')} aria-label={t('pivot.swap')} onClick={() => update({ rows: state.columns, columns: state.rows })}>
        ⇄
      </Button>
      <div className="control">
        <span>{t('pivot.metric')}</span>
        <Segmented
          size="small"
          name="metric"
          value={state.metric}
          onChange={(metric) => update({ metric })}
          options={METRICS.map((value) => ({ value, label: t(`pivot.metric.${value}`) }))}
        />
      </div>
    </div>
  );
}
