// Names of fields, values and filters as people read them.
import type { Flag } from '../api/types';
import { bucketName, isCalendar } from '../lib/dates';
import { t, wordFor } from '../messages/messages';
import type { Names } from './names';
import type { Clause, Nested, Slice } from './state/slice-state';
import { sliceFrom } from './state/slice-body';
import { TONE_SIGNS, isTone } from './state/sentiment';

const SHOWN_VALUES = 3;

export function fieldLabel(names: Names, field: string): string {
  return names.fields.get(field) ?? field;
}

/** A value of a cross-table: a stretch of the calendar by its name. */
export function dimensionValueLabel(names: Names, name: string, value: string | null): string {
  if (value === null) return t('pivot.value');
  return isCalendar(name) ? bucketName(value, name) : valueLabel(names, name, value);
}

export function valueLabel(names: Names, field: string, value: string): string {
  if (field === 'rating') return t('review.stars', { rating: value });
  if (field === 'aspect') return names.aspects.get(value)?.label ?? value;
  if (field === 'aspect_sentiment') return judgedLabel(names, value);
  if (field === 'flag') return names.flags.get(value) ?? value;
  if (field === 'missing') return fieldLabel(names, value);
  return field === 'sentiment' || field === 'has' ? wordFor(field, value) : value;
}

/** What a cross-table can be counted by: a field, or a stretch of the calendar. */
export function dimensionLabel(names: Names, name: string): string {
  return names.fields.get(name) ?? wordFor('chart', name);
}

/** The filter in words: `城市：上海 或 北京`. */
export function clauseLabel(names: Names, clause: Clause): string {
  const not = clause.not ? `${t('pill.not')} ` : '';
  return t('pill.is', { field: fieldLabel(names, clause.field), value: not + matchLabel(names, clause) });
}

/** A slice inside the slice in words. */
export function nestedLabel(names: Names, { kind, slice }: Nested): string {
  return t(kind === 'all' ? 'pill.all' : 'pill.none', { slice: sliceLabel(names, sliceFrom(slice)) });
}

/** A slice in words: `“上菜慢”，评分：1 – 2`. */
export function sliceLabel(names: Names, { q, clauses, nested }: Slice): string {
  const parts = [
    ...(q.trim() === '' ? [] : [t('slice.query', { q: q.trim() })]),
    ...clauses.filter((clause) => !clause.off).map((clause) => clauseLabel(names, clause)),
    ...nested.filter((one) => !one.off).map((one) => nestedLabel(names, one)),
  ];
  return parts.length === 0 ? t('slice.whole') : parts.join(t('slice.and'));
}

function matchLabel(names: Names, { field, match }: Clause): string {
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

/** `service_wait_time:negative` → `排队等位 ▼ 负面` */
function judgedLabel(names: Names, value: string): string {
  const at = value.lastIndexOf(':');
  const polarity = value.slice(at + 1);
  const label = valueLabel(names, 'aspect', value.slice(0, at));
  return isTone(polarity) ? `${label} ${TONE_SIGNS[polarity]} ${t(`sentiment.${polarity}`)}` : value;
}

/** Why a flag was raised, and what was found, as one line: `手机号：138…`. */
export function flagLabel(names: Names, { flag, reason, evidence }: Flag): string {
  const why = reason === 'operator' ? t('flag.byOperator') : (names.reasons.get(reason) ?? reason);
  const what = evidenceLabel(flag, evidence);
  return what === '' ? why : t('pill.is', { field: why, value: what });
}

function evidenceLabel(flag: string, evidence: string): string {
  // The evidence of a duplicate is the number of another review: the list of variants shows more.
  if (evidence === '' || flag === 'duplicate') return '';
  if (flag === 'burst') return t('flag.burst', { count: evidence });
  const [rating = '', score = ''] = flag === 'conflict' ? evidence.split(' / ') : [];
  return score === '' ? evidence : t('flag.conflict', { rating, score: score.replace('-', '−') });
}
