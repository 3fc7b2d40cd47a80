import { expect, test } from 'vitest';
import type { Mapping, Task } from '../../../api/types';
import { formatImports, parseImports } from './imports-state';
import { ANSWER, AS_RECOGNISED, asKept, asTold, orderOf, withColumn } from './recipe';
import { recognised } from './recognised';
import { addsUp, sumsText } from './sums';
import { failureText, inTurn, membersOf, progressText, reportOf, secondsOf, shareDone } from './task-progress';

const MAPPING: Mapping = { source: 'jd', item: null, header: [], columns: { 内容: 'text', 备注: null }, answers: [], path: null, scale: '5', zone: 'Asia/Shanghai', missing: [] };
const COLUMNS = [
  { name: '内容', field: 'text', samples: [] },
  { name: '备注', field: null, samples: [] },
];
const COUNTS = { rows_read: 1_000, records: 1_000, inserted: 900, updated: 10, unchanged: 80, rejected: 10 };

function task(patch: Partial<Task>): Task {
  const base = { id: 1, kind: 'import', state: 'running', phase: 'reading', done: 0, total: 0, records: 0, rate: 0, cancelling: false, attempts: 1, created_at: '' };
  return { ...base, ...patch };
}

test('the address says which part is shown and which import is open, and keeps the slice', () => {
  const state = parseImports('?q=慢&source=jd&tab=index&import=12');
  expect(state).toMatchObject({ q: '慢', tab: 'index', open: 12 });
  expect(formatImports(state)).toBe('?q=慢&source=jd&tab=index&import=12');
  expect(formatImports(parseImports('?tab=nothing&import=-3'))).toBe('');
  expect(parseImports('?import=1.5').open).toBeNull();
});

test('what is told of a file: nothing, a basis, or a whole mapping of one’s own', () => {
  const said = { source: 'shop', item: '', path: '', encoding: '' };
  expect(orderOf({ ...AS_RECOGNISED, source: ' shop ' })).toEqual(said);
  expect(orderOf({ ...AS_RECOGNISED, source: 'shop', basis: 'preset:jd' })).toEqual({ ...said, preset: 'jd' });
  expect(orderOf({ ...AS_RECOGNISED, source: 'shop', basis: 'mapping:preset:x' })).toEqual({ ...said, mapping: 'preset:x' });
  expect(JSON.parse(orderOf({ ...AS_RECOGNISED, basis: 'preset:jd', own: MAPPING }).mapping ?? '')).toEqual(MAPPING);
});

test('a field has one column; answers may have many', () => {
  expect(withColumn(MAPPING, COLUMNS, '备注', 'text').columns).toEqual({ 内容: null, 备注: 'text' });
  expect(withColumn(MAPPING, COLUMNS, '内容', null).columns).toEqual({ 内容: null, 备注: null });
  const answers = COLUMNS.map((column) => ({ ...column, field: ANSWER }));
  expect(withColumn(MAPPING, answers, '备注', ANSWER).columns).toEqual({ 内容: 'text', 备注: ANSWER });
  expect(asKept(MAPPING, COLUMNS, true).header).toEqual(['内容', '备注']);
  expect(asKept(MAPPING, COLUMNS, false).header).toEqual([]);
});

test('a change is kept while the service still reads by the one before', () => {
  const table = { file: 'a.csv', format: 'csv', repair: false, mapping: MAPPING, columns: COLUMNS, rows: [], faults: [], rows_examined: 0, rows_rejected: 0, warnings: [] };
  const first = withColumn(MAPPING, COLUMNS, '备注', 'title');
  const told = asTold(table, first);
  expect(told.columns.map(({ field }) => field)).toEqual(['text', 'title']);
  expect(withColumn(told.mapping ?? MAPPING, told.columns, '内容', null).columns).toEqual({ 内容: null, 备注: 'title' });
  expect(asTold(table, null)).toBe(table);
});

test('what was recognised is said in words, and no certainty is rounded up', () => {
  const table = { file: 'a.csv', repair: false, columns: [], rows: [], faults: [], rows_examined: 0, rows_rejected: 0, warnings: [] };
  expect(recognised({ ...table, format: 'csv', encoding: 'gb18030', encoding_confidence: 0.9999, delimiter: '\t', header_row: 2, preset: '' })).toEqual([
    'CSV 格式',
    'GB18030 编码（把握 99%）',
    '制表符分隔',
    '表头在第 2 行',
  ]);
});

test('progress is a phase, a share, a rate and what is left', () => {
  const reading = task({ done: 450, total: 1_000, rate: 3_200_000, records: 12_000, eta_s: 11.2 });
  expect(shareDone(reading)).toBe(0.45);
  expect(progressText(reading)).toBe('读取入库 · 45% · 3.2 MB/s · 12,000 条 · 剩余 0:12');
  expect(progressText(task({ phase: 'indexing', rate: 20_000.4 }))).toBe('写入索引 · 20,000 条/秒');
  expect(progressText(task({ phase: 'dreaming' }))).toBe('dreaming');
  expect(progressText(task({ state: 'queued', ahead: 2 }))).toBe('前面还有 2 个任务');
  expect(shareDone(task({ done: 12, total: 10 }))).toBe(1);
});

test('the queue stands in the order of its work, what ended after it', () => {
  const all = [task({ id: 4, state: 'queued' }), task({ id: 3 }), task({ id: 1, state: 'done' }), task({ id: 2, state: 'failed' })];
  expect(inTurn(all).map(({ id }) => id)).toEqual([3, 4, 2, 1]);
});

test('what an import brought is read from its result, and every row is accounted for', () => {
  const report = reportOf(task({ state: 'done', result: JSON.parse(JSON.stringify({ ...COUNTS, file: 'a.csv' })) }));
  expect(report).toEqual(COUNTS);
  expect(reportOf(task({ kind: 'reindex', result: JSON.parse('{"generation":"g2"}') }))).toBeNull();
  expect(sumsText(COUNTS)).toBe('读入 1,000 行：新增 900 · 更新 10 · 未变 80 · 拒绝 10');
  expect(sumsText({ ...COUNTS, records: 2_000 })).toContain('1,000 行，2,000 条评价');
  expect(addsUp(COUNTS)).toBe(true);
  expect(addsUp({ ...COUNTS, updated: 9 })).toBe(false);
});

test('the files of an archive are told one by one, with why one was not imported', () => {
  const members = [{ file: 'a.zip/1.csv', import: 7 }, { file: 'a.zip/2.csv', problem: { detail_zh: '没有正文列', hint_zh: '指定一列' } }];
  expect(membersOf(task({ state: 'done', result: JSON.parse(JSON.stringify({ ...COUNTS, import: null, members })) }))).toEqual([
    { file: 'a.zip/1.csv', number: 7, failure: '' },
    { file: 'a.zip/2.csv', number: null, failure: '没有正文列 指定一列' },
  ]);
  expect(membersOf(task({}))).toEqual([]);
});

test('a failure says why and what to do; a time is known at the end', () => {
  expect(failureText(task({}))).toBe('');
  expect(failureText(task({ problem: { code: 'x', detail_zh: '磁盘满', detail_en: 'full', hint_zh: '腾出空间' } }))).toBe('磁盘满 腾出空间');
  expect(secondsOf({ started_at: '2026-01-01T00:00:00+08:00', ended_at: '2026-01-01T00:01:05+08:00' })).toBe(65);
  expect(secondsOf({ started_at: '2026-01-01T00:00:00+08:00', ended_at: null })).toBeNull();
});
