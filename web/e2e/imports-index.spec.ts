// The index, the check of the data and backups, on a service of its own; and what each role may do.
import { resolve } from 'node:path';
import { ImportsScreen } from './imports';
import { OwnService } from './own-service';
import { expect, test } from './screens';

const service = new OwnService();

test.beforeAll(async () => {
  service.pinglan('import', resolve(import.meta.dirname, 'hostile.csv'), '--source', 'hostile');
  await service.start();
});
test.afterAll(() => service.stop());

test('the index is rebuilt while it answers, and the one before is gone back to', async ({ screens, page }) => {
  const imports = new ImportsScreen(page, service.url);
  await imports.open('?tab=index');
  const row = (id: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: id, exact: true }) });
  await expect(row('g1')).toContainText('使用中');
  await page.getByRole('button', { name: '重建索引' }).click();
  await imports.ended('重建索引');
  await expect(row('g2')).toContainText('使用中');
  await expect(row('g1')).toContainText('前一版本');
  await screens.accessible();
  await row('g1').getByRole('button', { name: '切换到版本 g1' }).click();
  await imports.ended('切换索引 g1');
  await expect(row('g1')).toContainText('使用中');
  await expect(row('g2').getByRole('button')).toBeEnabled();
});

test('the data are checked and backed up', async ({ screens, page }) => {
  const imports = new ImportsScreen(page, service.url);
  await imports.open('?tab=check');
  await page.getByRole('button', { name: '开始检查' }).click();
  await expect(page.getByText('数据完好')).toBeVisible();
  const path = `${service.dir}/copy`;
  await page.getByLabel('服务所在机器上的目录').fill(path);
  await page.getByRole('button', { name: '开始备份' }).click();
  await imports.ended(`备份 ${path}`);
  await expect(imports.task(`备份 ${path}`)).toContainText('完成');
  await screens.accessible();
  // A directory that is not empty is not written over.
  await page.getByRole('button', { name: '开始备份' }).click();
  await expect(imports.task(`备份 ${path}`)).toContainText('失败');
  await expect(imports.task(`备份 ${path}`)).toContainText('目标目录已有数据');
});

test('a reader is told what is missing; an operator imports but does not rebuild', async ({ page }) => {
  const keys = { reader: service.addKey('看', 'reader'), operator: service.addKey('管', 'operator') };
  const imports = new ImportsScreen(page, service.url);
  const enter = async (key: string): Promise<void> => {
    await page.getByLabel('密钥', { exact: true }).fill(key);
    await page.getByRole('button', { name: '进入' }).click();
  };
  await page.goto(`${service.url}/imports`);
  await enter(keys.reader);
  await expect(page.getByText('这个密钥只能搜索和导出')).toBeVisible();
  await page.getByRole('button', { name: '退出' }).click();
  await enter(keys.operator);
  await expect(imports.ledger).toContainText('hostile.csv');
  await page.getByRole('link', { name: '索引' }).click();
  await expect(page.getByRole('button', { name: '重建索引' })).toBeDisabled();
});
