import { readFile } from 'node:fs/promises';
import { BUSY, copied, expect, test } from './screens';

test('ranks points, and every figure opens as many reviews', async ({ screens, page }) => {
  await screens.open('pain-points', '?rating=1..2');
  await screens.settled('pain-results');
  const points = page.locator('tbody.point');
  expect(await points.count()).toBeGreaterThan(3);
  await screens.opensAsMany(points.first().locator('td.counted a'));
  await screens.settled('pain-results');
  await screens.opensAsMany(points.nth(1).locator('td.number a.quiet'));
  await screens.settled('pain-results');
  await screens.opensAsMany(page.getByTestId('pain-total').locator('a'));
  await screens.settled('pain-results');
  await screens.opensAsMany(page.locator('.heat-cell a').first());
  await screens.settled('pain-results');
  await screens.opensAsMany(page.locator('.opinion-panel li a').first());
  await screens.settled('pain-results');
  await screens.opensAsMany(page.locator('.waterfall tr.point a').first());
});

test('against the previous period: changes in words, and the baseline opens too', async ({ screens, page }) => {
  await screens.open('pain-points', '?created=2026-05-01..2026-06-10&baseline=previous_period');
  await screens.settled('pain-results');
  await screens.opensAsMany(page.locator('.summary .figure').nth(2).locator('a'));
  await screens.settled('pain-results');
  await expect(page.locator('tbody.point .verdict').first()).toContainText(/恶化|好转|不显著/);
});

test('order, kind and baseline stand in the address and change the list', async ({ screens, page }) => {
  await screens.open('pain-points', '?rating=1..2');
  await screens.settled('pain-results');
  const counts = async (): Promise<number[]> => (await page.locator('td.counted a').allInnerTexts()).map((text) => Number(text.replaceAll(',', '')));
  await page.getByText('数量', { exact: true }).click();
  await expect(page).toHaveURL(/rank=volume/);
  const shown = await counts();
  expect(shown).toEqual([...shown].sort((a, b) => b - a));
  await page.getByText('影响', { exact: true }).click();
  await expect(page).toHaveURL(/rank=impact/);
  await page.getByText('按观点', { exact: true }).click();
  await expect(page).toHaveURL(/by=opinion/);
  await screens.settled('pain-results');
  expect((await counts()).length).toBeGreaterThan(3);
  await page.goBack();
  await expect(page).not.toHaveURL(/by=opinion/);
});

test('the waterfall leads from one mean to the other', async ({ screens, page }) => {
  await screens.open('pain-points', '?rating=1..3.5');
  await screens.settled('pain-results');
  const figures = (await page.locator('.waterfall tbody td:nth-of-type(2)').allInnerTexts()).map((text) => Number(text.replace('−', '-').replace('±', '')));
  const [start = NaN, ...steps] = figures;
  const end = steps.pop() ?? NaN;
  expect(steps.reduce((sum, step) => sum + step, start)).toBeCloseTo(end, 1);
  expect(steps.length).toBeGreaterThan(3);
});

test('a baseline of its own is edited in place', async ({ screens, page }) => {
  await screens.open('pain-points', '?rating=1..2&baseline=slice&b.rating=4..5');
  await screens.settled('pain-results');
  const editor = page.getByRole('group', { name: '对照切片' });
  await expect(editor.getByRole('group', { name: '已选条件' })).toContainText('评分：4 – 5');
  await editor.getByRole('button', { name: /＋ 条件/ }).click();
  await page.getByRole('combobox', { name: '选择取值，可输入查找' }).click();
  await page.locator('.ant-select-item-option').first().click();
  await expect(page).toHaveURL(/b\.item=/);
});

test('the slice goes along between screens', async ({ screens, page }) => {
  await screens.explore.open('?q=慢&rating=1..2&sort=newest');
  await page.getByRole('link', { name: '痛点' }).click();
  await expect(page).toHaveURL(/\/pain-points\?/);
  await screens.settled('pain-results');
  expect(screens.query()).toBe('?q=慢&rating=1..2');
  await expect(screens.box).toHaveValue('慢');
  await expect(page.getByRole('link', { name: '痛点' })).toHaveAttribute('aria-current', 'page');
  const total = (await page.getByTestId('pain-total').innerText()).replaceAll(',', '');
  await page.getByRole('link', { name: '探索', exact: true }).click();
  await screens.explore.settled();
  expect(screens.query()).toBe('?q=慢&rating=1..2');
  expect(await screens.explore.totalCount()).toBe(Number(total));
});

test('copies its requests and saves its table', async ({ screens, page }) => {
  await screens.open('pain-points', '?q=慢&rating=1..2');
  await screens.settled('pain-results');
  const text = await copied(page);
  expect(text).toContain('/api/v1/pain-points');
  expect(text).toContain('"q":"慢"');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '导出表格' }).click()]);
  const rows = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n');
  expect(rows[0]).toContain('痛点,评价数');
  expect(rows.length).toBeGreaterThan(4);
});

test('no review: says why; the query the server refuses stays', async ({ screens, page }) => {
  await screens.open('pain-points', '?q="绝无此词龘靐齉"');
  await screens.settled('pain-results');
  await expect(page.getByText('没有评价同时满足这些条件')).toBeVisible();
  await screens.box.fill('"没合上');
  await screens.box.press('Enter');
  await expect(page.getByRole('alert')).toContainText('第 1 个字符');
  await expect(screens.box).toHaveValue('"没合上');
});

test('an error keeps the input, and retry works', async ({ screens, page }) => {
  await page.route('**/api/v1/pain-points', (route) => route.fulfill(BUSY));
  await screens.open('pain-points', '?q=慢');
  await expect(page.getByRole('alert')).toContainText('请在 1 秒后重试');
  await expect(screens.box).toHaveValue('慢');
  await page.unroute('**/api/v1/pain-points');
  await page.getByRole('button', { name: '重试' }).click();
  await screens.settled('pain-results');
  await expect(page.locator('tbody.point').first()).toBeVisible();
});

test('by keyboard: the skip link, the query, a point and its figure', async ({ screens, page }) => {
  await screens.open('pain-points', '?rating=1..2');
  await screens.settled('pain-results');
  await page.keyboard.press('/');
  await expect(screens.box).toBeFocused();
  const name = page.locator('tbody.point .point-name').first();
  await name.focus();
  await expect(name).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('Enter');
  await expect(name).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/explore/);
});
