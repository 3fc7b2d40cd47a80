// The address of the 交叉表 screen: a slice, two or three dimensions, and what stands in the cells.
import type { Field } from '../../../api/types';
import { oneOf } from '../../../lib/one-of';
import { parseSlice, queryString, sliceParameters, when } from '../../../slice/state/slice-codec';
import { EMPTY_SLICE, type Slice } from '../../../slice/state/slice-state';

export const METRICS = ['count', 'share', 'rating', 'sentiment'] as const;
export const CALENDAR = ['day', 'week', 'month', 'quarter', 'year'] as const;

export type Metric = (typeof METRICS)[number];

export interface PivotState extends Slice {
  rows: string;
  columns: string;
  /** A dimension that cuts the table into one a value; empty for none. */
  pages: string;
  metric: Metric;
}

export const EMPTY_PIVOT: PivotState = { ...EMPTY_SLICE, rows: 'aspect', columns: 'rating', pages: '', metric: 'count' };

const NAME = /^[a-z][a-z0-9_]*$/;

export function parsePivot(search: string): PivotState {
  const params = new URLSearchParams(search);
  const named = (name: 'rows' | 'columns' | 'pages'): string => {
    const text = params.get(name) ?? '';
    return NAME.test(text) ? text : EMPTY_PIVOT[name];
  };
  const [rows, columns, pages] = [named('rows'), named('columns'), named('pages')];
  const free = [EMPTY_PIVOT.columns, EMPTY_PIVOT.rows].find((name) => name !== rows) ?? EMPTY_PIVOT.columns;
  const unlike = columns === rows ? free : columns;
  return {
    ...parseSlice(params),
    rows,
    columns: unlike,
    pages: pages === rows || pages === unlike ? '' : pages,
    metric: oneOf(METRICS, params.get('metric')) ?? EMPTY_PIVOT.metric,
  };
}

export function formatPivot(state: PivotState): string {
  return queryString([
    ...sliceParameters(state),
    ...when(state.rows !== EMPTY_PIVOT.rows, 'rows', state.rows),
    ...when(state.columns !== EMPTY_PIVOT.columns, 'columns', state.columns),
    ...when(state.pages !== '', 'pages', state.pages),
    ...when(state.metric !== EMPTY_PIVOT.metric, 'metric', state.metric),
  ]);
}

/** Outermost first: a page a value, then rows and columns. */
export function dimensionsOf({ pages, rows, columns }: PivotState): string[] {
  return [...(pages === '' ? [] : [pages]), rows, columns];
}

/** All that can be counted by: facets as the service lists them, then the calendar. */
export function dimensionNames(fields: readonly Field[]): string[] {
  return [...fields.filter((field) => field.facetable).map((field) => field.name), ...CALENDAR];
}
