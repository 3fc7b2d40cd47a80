// The page on a service that has keys: the real binary with a data directory of its own.
import { resolve } from 'node:path';
import { OwnService } from './own-service';
import { ExplorePage, expect, test } from './page';

const service = new OwnService();

test.beforeAll(async () => {
  service.pinglan('import', resolve(import.meta.dirname, 'hostile.csv'), '--source', 'hostile');
  await service.start();
});

test.afterAll(() => service.stop());

test('without keys nothing is asked; the first key closes the page, the right one opens it', async ({ explore, page }) => {
  await page.goto(`${service.url}/explore`);
  await explore.settled();
  await expect(page.getByRole('button', { name: '退出' })).toBeHidden();
  const key = service.addKey('报表', 'reader');
  await page.reload();
  const box = page.getByLabel('密钥', { exact: true });
  await expect(box).toBeFocused();
  await explore.accessible();
  for (const wrong of ['pl_nothing', '密钥']) {
    await box.fill(wrong);
    await box.press('Enter');
    await expect(page.getByText('密钥不对')).toBeVisible();
  }
  await box.fill(key);
  await box.press('Enter');
  await explore.settled();
  expect(await explore.totalCount()).toBeGreaterThan(0);
  await explore.accessible();
  // The tab keeps it, another tab does not know it.
  await page.reload();
  await explore.settled();
  const other = await page.context().newPage();
  await other.goto(`${service.url}/explore`);
  await expect(other.getByLabel('密钥', { exact: true })).toBeVisible();
  await other.close();
});

test('a key remembered on this computer opens other tabs, exports, and leaves with its person', async ({ explore, page, context }) => {
  const key = service.addKey('电脑', 'reader');
  await page.goto(`${service.url}/explore?q=%3C`);
  await page.getByLabel('密钥', { exact: true }).fill(key);
  await page.getByRole('checkbox', { name: '在此电脑上记住' }).check();
  await page.getByRole('button', { name: '进入' }).click();
  await explore.settled();
  expect(explore.query()).toBe('?q=<');
  const other = new ExplorePage(await context.newPage());
  await other.page.goto(`${service.url}/explore`);
  await other.settled();
  await other.page.close();
  await page.getByRole('button', { name: '导出' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'CSV（表格软件）' }).click();
  expect((await download).suggestedFilename()).toMatch(/\.csv$/);
  await page.getByRole('button', { name: '退出' }).click();
  await expect(page.getByLabel('密钥', { exact: true })).toBeVisible();
  await expect(explore.cards).toHaveCount(0);
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain('pl_');
});

test('a revoked key is said to be so, and without any key the page is open again', async ({ explore, page }) => {
  const key = service.addKey('短', 'reader');
  await page.goto(`${service.url}/explore`);
  await page.getByLabel('密钥', { exact: true }).fill(key);
  await page.getByRole('button', { name: '进入' }).click();
  await explore.settled();
  service.pinglan('keys', 'revoke', '短');
  await explore.search('好');
  await expect(page.getByText('密钥已失效')).toBeVisible();
  const { keys }: { keys: { id: number; revoked_at: string | null }[] } = JSON.parse(service.pinglan('keys', 'list', '--json'));
  for (const left of keys.filter((one) => one.revoked_at === null)) service.pinglan('keys', 'revoke', String(left.id));
  await page.reload();
  await explore.settled();
});
