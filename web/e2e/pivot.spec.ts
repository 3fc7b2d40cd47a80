import { readFile } from 'node:fs/promises';
import { BUSY, copied, expect, test } from './screens';

test('every cell opens as many reviews, whatever the dimensions', async ({ screens, page }) => {
  for (const query of ['?rows=item&columns=month', '?q=服务&rows=aspect_sentiment&columns=rating&metric=rating', '?rows=rating&columns=year&pages=source', '?rating=1..2&rows=rating&columns=sentiment&metric=share']) {
    await screens.open('pivot', query);
    await screens.settled('pivot-results');
    const cells = page.locator('.heat-cell a');
    await screens.opensAsMany(cells.first());
    await screens.settled('pivot-results');
    await screens.opensAsMany(cells.last());
    await screens.settled('pivot-results');
  }
});

test('dimensions are chosen, swapped, and stand in the address', async ({ screens, page }) => {
  await screens.open('pivot');
  await screens.settled('pivot-results');
  await page.getByRole('combobox', { name: '行', exact: true }).click();
  await page.locator('.ant-select-item-option', { hasText: '来源' }).click();
  await expect(page).toHaveURL(/rows=source/);
  await screens.settled('pivot-results');
  await page.getByRole('button', { name: '行列对调' }).click();
  await expect(page).toHaveURL(/rows=rating&columns=source/);
  await screens.settled('pivot-results');
  await page.getByText('平均星级', { exact: true }).click();
  await expect(page.locator('.heat-cell').first()).toContainText(/[▲▼■]/);
});

test('copies its request, saves its table, survives an error', async ({ screens, page }) => {
  await screens.open('pivot', '?q=服务');
  await screens.settled('pivot-results');
  expect(await copied(page)).toContain('"dimensions":["aspect","rating"]');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '导出表格' }).click()]);
  expect((await readFile(await download.path(), 'utf8')).split('\r\n').length).toBeGreaterThan(10);
  await page.route('**/api/v1/pivot', (route) => route.fulfill(BUSY));
  await screens.box.fill('慢');
  await screens.box.press('Enter');
  await expect(page.locator('.failure')).toContainText('请在 1 秒后重试');
  await page.unroute('**/api/v1/pivot');
  await page.getByRole('button', { name: '重试' }).click();
  await screens.settled('pivot-results');
  await screens.box.fill('"绝无此词龘靐齉"');
  await screens.box.press('Enter');
  await expect(page.getByText('没有评价可统计')).toBeVisible();
});
