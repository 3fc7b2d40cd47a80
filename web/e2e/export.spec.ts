import { readFile } from 'node:fs/promises';
import type { Download, Page } from '@playwright/test';
import { expect, test } from './page';

const SLICE = '?q=上菜慢&rating=1..2&limit=5';

test('the export button saves every review of the slice as CSV', async ({ explore, page }) => {
  await explore.open(SLICE);
  const total = await explore.totalCount();
  expect(total).toBeGreaterThan(20);
  await page.getByRole('button', { name: '导出' }).click();
  await expect(page.getByRole('menuitem', { name: 'CSV（表格软件）' })).toBeVisible();
  await explore.accessible();
  const file = await saved(page, () => page.getByRole('menuitem', { name: 'CSV（表格软件）' }).click());
  expect(file.name).toMatch(/\.csv$/);
  expect(file.text.startsWith('\uFEFF')).toBe(true);
  const rows = csvRows(file.text.slice(1));
  expect(rows.length).toBe(total + 1);
  expect(new Set(rows.map((row) => row.length)).size).toBe(1);
  const rating = rows[0]?.indexOf('评分') ?? -1;
  expect(rating).toBeGreaterThanOrEqual(0);
  expect(rows.slice(1).every((row) => Number(row[rating]) <= 2)).toBe(true);
  await expect(page.getByRole('button', { name: '导出' })).toBeEnabled();
});

test('the key e opens the menu, and it works by keyboard alone', async ({ explore, page }) => {
  await explore.open(`${SLICE}&synonyms=true`);
  const total = await explore.totalCount();
  await page.keyboard.press('e');
  const jsonl = page.getByRole('menuitem', { name: 'JSON 行（程序）' });
  await expect(jsonl).toBeVisible();
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(jsonl).toBeFocused();
  const file = await saved(page, () => page.keyboard.press('Enter'));
  expect(file.name).toMatch(/\.jsonl$/);
  const reviews = file.text.trimEnd().split('\n').map((line): unknown => JSON.parse(line));
  expect(reviews.length).toBe(total);
  await page.keyboard.press('e');
  await expect(jsonl).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(jsonl).toBeHidden();
});

test('an export that fails says why, and retry works', async ({ explore, page }) => {
  await explore.open(SLICE);
  const busy = { type: 'x', title: '服务繁忙', status: 503, code: 'busy', detail: '太忙', hint: '请在 1 秒后重试', request_id: 'r-1', faults: [] };
  await page.route('**/api/v1/export', (route) =>
    route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(busy) }),
  );
  await page.getByRole('button', { name: '导出' }).click();
  await page.getByRole('menuitem', { name: 'CSV（表格软件）' }).click();
  const dialog = page.getByRole('dialog', { name: '导出失败' });
  await expect(dialog).toContainText('请在 1 秒后重试');
  await page.unroute('**/api/v1/export');
  await saved(page, () => dialog.getByRole('button', { name: '重试' }).click());
  await expect(dialog).toBeHidden();
});

async function saved(page: Page, act: () => Promise<void>): Promise<{ name: string; text: string }> {
  const [download]: [Download, void] = await Promise.all([page.waitForEvent('download'), act()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

/** Records of a CSV with quoted fields; a line break inside quotes belongs to its field. */
function csvRows(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    if (quoted === undefined && plain === '' && end === '' && row.length === 0) break;
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
