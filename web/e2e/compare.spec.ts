import { readFile } from 'node:fs/promises';
import { BUSY, copied, expect, test } from './screens';

test('two shops by a preset: figures, aspects, words, and each opens as many reviews', async ({ screens, page }) => {
  await screens.open('compare');
  await expect(page.getByText('选两组不同的评价来对比')).toBeVisible();
  await page.getByRole('button', { name: '两个门店/商品' }).click();
  await expect(page).toHaveURL(/a\.item=.*&b\.item=/);
  await screens.settled('compare-results');
  await screens.opensAsMany(page.getByTestId('count-a').locator('a'));
  await screens.settled('compare-results');
  await screens.opensAsMany(page.getByTestId('count-b').locator('a'));
  await screens.settled('compare-results');
  for (const place of ['.figures td.number a.beside', '.distributions .dist a', '.compared-aspects td.number a', '.term-lists td.number a', '.opinion-lists td.number a']) {
    await screens.opensAsMany(page.locator(place).filter({ hasNotText: /^0/ }).first());
    await screens.settled('compare-results');
  }
  await expect(page.locator('.compared-aspects .verdict').first()).toContainText(/差异显著|差异不显著/);
});

test('a shop against the rest; the sides can be swapped and edited', async ({ screens, page }) => {
  await screens.open('compare');
  await page.getByRole('button', { name: '某店与其余' }).click();
  await screens.settled('compare-results');
  expect(screens.query()).toMatch(/^\?a\.item=.+&b\.none=\{"filter":\{"item":\[".+"\]\}\}$/);
  const [a, b] = [await page.getByTestId('count-a').innerText(), await page.getByTestId('count-b').innerText()];
  await page.getByRole('button', { name: /对调/ }).click();
  await expect(page.getByTestId('count-a')).toHaveText(b);
  await expect(page.getByTestId('count-b')).toHaveText(a);
  await page.getByRole('textbox', { name: '切片 A: 搜索评价' }).fill('服务');
  await page.getByRole('textbox', { name: '切片 A: 搜索评价' }).press('Enter');
  await expect(page).toHaveURL(/a\.q=/);
  await screens.settled('compare-results');
  await expect(page.getByTestId('count-a')).not.toHaveText(b);
});

test('two periods', async ({ screens, page }) => {
  await screens.open('compare');
  await page.getByRole('button', { name: '两个时段' }).click();
  await expect(page).toHaveURL(/a\.created=.*b\.created=/);
  await screens.settled('compare-results');
});

test('from the explore screen: its slice against the rest', async ({ screens, page }) => {
  await screens.explore.open('?rating=1..2');
  const total = await screens.explore.totalCount();
  await page.getByRole('link', { name: '对比' }).click();
  await screens.settled('compare-results');
  await expect(page.getByTestId('count-a')).toHaveText(total.toLocaleString('en-US'));
});

test('copies its requests and saves its table', async ({ screens, page }) => {
  await screens.open('compare', '?a.rating=1..2&b.rating=4..5');
  await screens.settled('compare-results');
  const lines = (await copied(page)).split('\n');
  expect(lines.map((line) => /v1\/([a-z-]+)/.exec(line)?.[1])).toEqual(['compare', 'terms', 'terms']);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '导出表格' }).click()]);
  expect((await readFile(await download.path(), 'utf8')).split('\r\n').length).toBeGreaterThan(10);
});

test('a side without reviews, an error, a faulty query: nothing is lost', async ({ screens, page }) => {
  await screens.open('compare', '?a.rating=1..2&b.q="绝无此词龘靐齉"');
  await screens.settled('compare-results');
  await expect(page.getByTestId('count-b')).toHaveText('0');
  await page.route('**/api/v1/compare', (route) => route.fulfill(BUSY));
  const box = page.getByRole('textbox', { name: '切片 B: 搜索评价' });
  await box.fill('服务');
  await box.press('Enter');
  await expect(page.getByRole('alert')).toContainText('请在 1 秒后重试');
  await expect(box).toHaveValue('服务');
  await page.unroute('**/api/v1/compare');
  await page.getByRole('button', { name: '重试' }).click();
  await screens.settled('compare-results');
  await box.fill('"没合上');
  await box.press('Enter');
  await expect(page.getByRole('alert').first()).toContainText('第 1 个字符');
  await expect(box).toHaveAttribute('aria-invalid', 'true');
});
