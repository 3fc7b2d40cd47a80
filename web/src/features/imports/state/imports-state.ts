// The address of the 导入 screen: which part of it, which import is open. The slice goes along for the other screens.
import { oneOf } from '../../../lib/one-of';
import { parseSlice, queryString, sliceParameters, when } from '../../../slice/state/slice-codec';
import type { Slice } from '../../../slice/state/slice-state';

export const TABS = ['files', 'index', 'check'] as const;
export type Tab = (typeof TABS)[number];

export interface ImportsState extends Slice {
  tab: Tab;
  /** Number of the import that is open. */
  open: number | null;
}

export function parseImports(search: string): ImportsState {
  const params = new URLSearchParams(search);
  const number = Number(params.get('import'));
  return {
    ...parseSlice(params),
    tab: oneOf(TABS, params.get('tab')) ?? 'files',
    open: Number.isSafeInteger(number) && number > 0 ? number : null,
  };
}

export function formatImports(state: ImportsState): string {
  return queryString([
    ...sliceParameters(state),
    ...when(state.tab !== 'files', 'tab', state.tab),
    ...when(state.open !== null, 'import', String(state.open)),
  ]);
}

export function importsAddress(state: ImportsState): string {
  return `/imports${formatImports(state)}`;
}

export const IMPORTS = { path: '/imports', parse: parseImports, format: formatImports };
