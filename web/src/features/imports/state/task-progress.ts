// What a task tells of itself, in words and figures.
import type { Import, ImportCounts, Task } from '../../../api/types';
import { byteSize, clockTime } from '../../../lib/amounts';
import { whole } from '../../../lib/numbers';
import { locale, t, wordFor } from '../../../messages/messages';

/** Phases whose units are bytes; the units of the others are reviews. */
const IN_BYTES = new Set(['checking', 'reading', 'copying']);
const ACTIVE = new Set(['queued', 'running']);

export function isActive({ state }: Task): boolean {
  return ACTIVE.has(state);
}

export function activeIds(tasks: readonly Task[]): number[] {
  return tasks.filter(isActive).map(({ id }) => id);
}

export function endedIds(tasks: readonly Task[]): number[] {
  return tasks.filter((task) => !isActive(task)).map(({ id }) => id);
}

/** First what is under way and what comes after it, then what ended, the latest first. */
export function inTurn(tasks: readonly Task[]): Task[] {
  const active = tasks.filter(isActive).sort((a, b) => a.id - b.id);
  return [...active, ...tasks.filter((task) => !isActive(task)).sort((a, b) => b.id - a.id)];
}

/** The share of the phase that is done, 0 to 1; null while nobody knows how much there is. */
export function shareDone({ done, total }: Task): number | null {
  return total > 0 ? Math.min(1, done / total) : null;
}

/** `读取与入库 · 45% · 3.2 MB/s · 已读 12,000 行 · 剩余 0:12`. */
export function progressText(task: Task): string {
  if (task.state === 'queued') return t('task.ahead', { count: task.ahead ?? 0 });
  const share = shareDone(task);
  const parts = [
    wordFor('task.phase', task.phase),
    share === null ? '' : `${Math.floor(share * 100)}%`,
    task.rate > 0 ? rateText(task) : '',
    task.records > 0 ? t('task.records', { count: whole(task.records) }) : '',
    task.eta_s == null ? '' : t('task.left', { time: clockTime(task.eta_s) }),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function rateText({ phase, rate }: Task): string {
  return IN_BYTES.has(phase) ? `${byteSize(rate)}/s` : t('task.rate', { count: whole(Math.round(rate)) });
}

/** The sums that an ended import leaves as its result; null for other tasks. */
export function reportOf({ kind, result }: Task): ImportCounts | null {
  if (kind !== 'import' || result == null) return null;
  const told: Readonly<Record<string, unknown>> = result;
  const of = (name: string): number => (typeof told[name] === 'number' ? told[name] : 0);
  return {
    rows_read: of('rows_read'),
    records: of('records'),
    inserted: of('inserted'),
    updated: of('updated'),
    unchanged: of('unchanged'),
    rejected: of('rejected'),
  };
}

/** One file of an archive: the number of its import, or why there is none. */
export interface Member {
  file: string;
  number: number | null;
  failure: string;
}

/** The files of an imported archive; none for other tasks. */
export function membersOf({ result }: Task): Member[] {
  const told: Readonly<Record<string, unknown>> = result ?? {};
  const members = Array.isArray(told['members']) ? told['members'] : [];
  return members.filter(isRecord).map((member) => ({
    file: textOf(member['file']),
    number: typeof member['import'] === 'number' ? member['import'] : null,
    failure: isRecord(member['problem']) ? worded(member['problem']) : '',
  }));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function worded(problem: Readonly<Record<string, unknown>>): string {
  const parts = ['detail', 'hint'].map((part) => textOf(problem[`${part}_${locale()}`]));
  return parts.filter((part) => part !== '').join(' ');
}

/** Why it ended without a result, in the language of the page, and what to do. */
export function failureText({ problem }: Task): string {
  return problem == null ? '' : worded({ ...problem });
}

/** Seconds from begin to end; null while it runs. */
export function secondsOf({ started_at: begin, ended_at: end }: Pick<Import, 'started_at' | 'ended_at'>): number | null {
  return end == null ? null : (Date.parse(end) - Date.parse(begin)) / 1000;
}
