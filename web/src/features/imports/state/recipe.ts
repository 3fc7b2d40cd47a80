// How a file is to be read: what it is told to be, and what of its mapping was changed by hand.
import type { ImportOrder } from '../../../api/imports';
import type { Mapping, TablePreview } from '../../../api/types';

/** Where a mapping starts from: what is recognised, a preset, or a mapping that is kept. */
export type Basis = 'recognised' | `preset:${string}` | `mapping:${string}`;

/** The encodings that exports come in; '' is the recognised one. */
export const ENCODINGS = ['', 'utf-8', 'gb18030', 'utf-16le', 'utf-16be'] as const;
export type Encoding = (typeof ENCODINGS)[number];

export interface Recipe {
  basis: Basis;
  /** The whole mapping, once something of it was changed. */
  own: Mapping | null;
  /** As the form has them; empty says nothing. */
  source: string;
  item: string;
  path: string;
  encoding: Encoding;
}

export const AS_RECOGNISED: Recipe = { basis: 'recognised', own: null, source: '', item: '', path: '', encoding: '' };

/** The parts of a mapping that are no columns. */
export type Reading = Pick<Mapping, 'scale' | 'zone'>;

/** What the API is told. A mapping of one's own holds all that its basis gave. */
export function orderOf({ basis, own, source, item, path, encoding }: Recipe): ImportOrder {
  const said = { source: source.trim(), item: item.trim(), path: path.trim(), encoding };
  if (own !== null) return { ...said, mapping: JSON.stringify(own) };
  if (basis.startsWith('preset:')) return { ...said, preset: basis.slice('preset:'.length) };
  return basis.startsWith('mapping:') ? { ...said, mapping: basis.slice('mapping:'.length) } : said;
}

export function isBasis(text: string): text is Basis {
  return text === 'recognised' || text.startsWith('preset:') || text.startsWith('mapping:');
}

/** The mapping with a column that carries another field. A field has one column, so the one that had it is left out. */
export function withColumn(mapping: Mapping, columns: TablePreview['columns'], name: string, field: string | null): Mapping {
  const taken = columns.filter((column) => column.name !== name && field !== null && field !== ANSWER && column.field === field);
  const freed = taken.map((column): [string, null] => [column.name, null]);
  return { ...mapping, columns: { ...mapping.columns, ...Object.fromEntries(freed), [name]: field } };
}

/** The field of an answer to an open question; any number of columns may be one. */
export const ANSWER = 'answer';

/** The mapping as it is kept: with the columns by which such files are known again, where that is wished. */
export function asKept(mapping: Mapping, columns: TablePreview['columns'], knowsAgain: boolean): Mapping {
  return { ...mapping, header: knowsAgain ? columns.map((column) => column.name) : [] };
}

/** A table as it will be read: the service may still be reading it by a mapping that was changed since. */
export function asTold(table: TablePreview, own: Mapping | null): TablePreview {
  if (own === null) return table;
  const columns = table.columns.map((column) => ({ ...column, field: (column.name in own.columns ? own.columns[column.name] : column.field) ?? null }));
  return { ...table, mapping: own, columns };
}
