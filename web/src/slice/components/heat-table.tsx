import { whole } from '../../lib/numbers';
import type { PivotCell } from '../../api/types';
import { t } from '../../messages/messages';
import type { Grid, Value } from '../state/grid';
import { SliceLink } from './slice-link';

/** What the shade of a cell says and what stands in it. */
export interface Reading {
  /** 0 to 1: how strong. */
  strength: number;
  /** Which colour; the figure says it too. */
  tone: 'plain' | 'negative' | 'positive';
  text: string;
}

interface Props {
  caption: string;
  corner: string;
  grid: Grid;
  rowLabel: (value: Value) => string;
  columnLabel: (value: Value) => string;
  read: (cell: PivotCell) => Reading;
}

/** A heat map that is a table: every cell has its figure, and its figure opens its reviews. */
export function HeatTable({ caption, corner, grid, rowLabel, columnLabel, read }: Props) {
  return (
    <div className="table-scroll" tabIndex={0} role="group" aria-label={caption}>
      <table className="heat">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{corner}</th>
            {grid.columns.map((column) => (
              <th key={column} scope="col" title={columnLabel(column)}>
                {columnLabel(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {grid.rows.map((row) => (
            <tr key={row}>
              <th scope="row" title={rowLabel(row)}>
                {rowLabel(row)}
              </th>
              {grid.columns.map((column) => {
                const cell = grid.cell(row, column);
                return cell ? <HeatCell key={column} cell={cell} of={`${rowLabel(row)}, ${columnLabel(column)}`} reading={read(cell)} /> : <td key={column} className="quiet">·</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function HeatCell({ cell, of, reading: { strength, tone, text } }: { cell: PivotCell; of: string; reading: Reading }) {
  // Never so strong that the figure on it is hard to read.
  const share = Math.round(Math.min(1, Math.max(0, strength)) * 100);
  return (
    <td className={`heat-cell ${tone}`} style={{ '--heat': `${share}%` }}>
      <SliceLink slice={cell.slice} count={cell.count} of={`${of} ${text === whole(cell.count) ? '' : t('heat.reads', { text })}`}>
        {text}
      </SliceLink>
    </td>
  );
}
