// The sums of an import. Every row that was read is one of: inserted, updated, unchanged, rejected.
import type { ImportCounts } from '../../../api/types';
import { whole } from '../../../lib/numbers';
import { t } from '../../../messages/messages';

export const OUTCOMES = ['inserted', 'updated', 'unchanged', 'rejected'] as const;
export const SUMS = ['rows_read', 'records', ...OUTCOMES] as const;

/** `读入 1,000 行：新增 990 · 更新 0 · 未变 0 · 拒绝 10`; of rows that hold several reviews also how many they were. */
export function sumsText(counts: ImportCounts): string {
  const { rows_read: rows, records } = counts;
  const read = t(rows === records ? 'sums.read' : 'sums.readRecords', { rows: whole(rows), records: whole(records) });
  return read + OUTCOMES.map((name) => `${t(`sums.${name}`)} ${whole(counts[name])}`).join(' · ');
}

/** Whether every record is accounted for. */
export function addsUp(counts: ImportCounts): boolean {
  return counts.records === OUTCOMES.reduce((sum, name) => sum + counts[name], 0);
}
