// Names of fields, values and filters as people read them.
import type { Field } from '../../api/types';
import { isMessageKey, locale, t } from '../../messages/messages';
import type { Clause } from './state/explore-state';

const SHOWN_VALUES = 3;

export type FieldNames = ReadonlyMap<string, string>;

export function fieldNames(fields: readonly Field[]): FieldNames {
  const names = new Map(fields.map((field) => [field.name, field.label[locale()]]));
  return names.set('missing', t('pill.missing')).set('has', t('pill.has'));
}

export function fieldLabel(names: FieldNames, field: string): string {
  return names.get(field) ?? field;
}

export function valueLabel(names: FieldNames, field: string, value: string): string {
  if (field === 'rating') return t('review.stars', { rating: value });
  if (field === 'missing') return fieldLabel(names, value);
  const key = `${field}.${value}`;
  return (field === 'sentiment' || field === 'has') && isMessageKey(key) ? t(key) : value;
}

/** The filter in words: `城市：上海 或 北京`. */
export function clauseLabel(names: FieldNames, clause: Clause): string {
  const not = clause.not ? `${t('pill.not')} ` : '';
  return t('pill.is', { field: fieldLabel(names, clause.field), value: not + matchLabel(names, clause) });
}

function matchLabel(names: FieldNames, { field, match }: Clause): string {
  if (match.kind === 'range') return rangeLabel(field, match.from, match.to);
  const shown = match.values.slice(0, SHOWN_VALUES).map((value) => valueLabel(names, field, value));
  const more = match.values.length > SHOWN_VALUES ? ` ${t('pill.more', { count: match.values.length })}` : '';
  return shown.join(t('pill.or')) + more;
}

function rangeLabel(field: string, from: string, to: string): string {
  if (from === to) return from;
  if (from !== '' && to !== '') return `${from} – ${to}`;
  const isTime = field === 'created';
  if (to === '') return t(isTime ? 'pill.since' : 'pill.atLeast', isTime ? { date: from } : { value: from });
  return t(isTime ? 'pill.until' : 'pill.atMost', isTime ? { date: to } : { value: to });
}
