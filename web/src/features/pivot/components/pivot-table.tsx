import { useState } from 'react';
import type { PivotCell } from '../../../api/types';
import { whole } from '../../../lib/numbers';
import { t } from '../../../messages/messages';
import { HeatTable } from '../../../slice/components/heat-table';
import { useSlice } from '../../../slice/hooks/use-slice';
import { dimensionLabel, dimensionValueLabel } from '../../../slice/labels';
import { type Value, gridOf, sizesOf } from '../../../slice/state/grid';
import type { PivotState } from '../state/pivot-state';
import { readingOf } from '../state/reading';

const ROWS_FIRST = 30;
const COLUMNS_FIRST = 24;
const STEP = 10;

interface Props {
  state: PivotState;
  cells: readonly PivotCell[];
  /** The value of the page, where there are pages. */
  fixed: readonly Value[];
}

export function PivotTable({ state, cells, fixed }: Props) {
  const { names } = useSlice();
  const [zoom, setZoom] = useState(1);
  const { rows, columns } = state;
  const grid = gridOf(cells, [rows, columns], fixed);
  const [shownRows, shownColumns] = [grid.rows.slice(0, ROWS_FIRST * zoom), grid.columns.slice(0, COLUMNS_FIRST * zoom)];
  const isCut = shownRows.length < grid.rows.length || shownColumns.length < grid.columns.length;
  const own = cells.filter(({ values }) => fixed.every((value, at) => values[at] === value));
  const label = (name: string) => (value: Value) => dimensionValueLabel(names, name, value);
  const page = fixed[0];
  const title = `${dimensionLabel(names, rows)} × ${dimensionLabel(names, columns)}`;
  const caption = page === undefined ? title : `${dimensionLabel(names, state.pages)}：${label(state.pages)(page)} · ${title}`;
  return (
    <section className="panel" aria-label={caption}>
      {page !== undefined && <h2>{`${dimensionLabel(names, state.pages)}：${label(state.pages)(page)}`}</h2>}
      <HeatTable
        caption={caption}
        corner={dimensionLabel(names, rows)}
        grid={{ ...grid, rows: shownRows, columns: shownColumns }}
        rowLabel={label(rows)}
        columnLabel={label(columns)}
        read={readingOf(state.metric, grid, sizesOf(own, fixed.length), fixed.length)}
      />
      {isCut && (
        <p className="table-note">
          <span className="quiet">
            {t('pivot.shown', { rows: shownRows.length, columns: shownColumns.length, allRows: whole(grid.rows.length), allColumns: whole(grid.columns.length) })}
          </span>
          <button type="button" className="link" onClick={() => setZoom(zoom * STEP)}>
            {t('facet.more', { count: whole(grid.rows.length) })}
          </button>
        </p>
      )}
    </section>
  );
}
