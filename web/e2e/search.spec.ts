import { expect, test } from './page';

test('the root leads to the explore screen', async ({ explore, page }) => {
  await page.goto(`${process.env.PINGLAN_URL ?? ''}/`);
  await explore.settled();
  expect(new URL(page.url()).pathname).toBe('/explore');
  expect(await explore.totalCount()).toBeGreaterThan(1000);
});

test('typing searches after a pause, marks the hits and writes the URL', async ({ explore, searches }) => {
  await explore.open();
  const all = await explore.totalCount();
  const before = searches.length;
  await explore.box.pressSequentially('上菜慢', { delay: 30 });
  await expect(explore.page).toHaveURL(/q=/);
  await explore.settled();
  expect(searches.length - before).toBe(1);
  expect(searches.at(-1)).toMatchObject({ q: '上菜慢' });
  expect(explore.query()).toBe('?q=上菜慢');
  expect(await explore.totalCount()).toBeLessThan(all);
  expect(await explore.totalCount()).toBeGreaterThan(0);
  await expect(explore.cards.first().locator('mark').first()).toBeVisible();
  await expect(explore.page.getByText('理解为：')).toBeVisible();
});

test('Enter searches at once; the old list stays until the answer comes', async ({ explore, page }) => {
  await explore.open();
  let release = (): void => undefined;
  const held = new Promise<void>((done) => (release = done));
  await page.route('**/api/v1/search', async (route) => {
    await held;
    await route.continue();
  });
  await explore.box.fill('服务');
  await explore.box.press('Enter');
  await expect(page.locator('.results')).toHaveClass(/stale/);
  await expect(explore.cards.first()).toBeVisible();
  release();
  await explore.settled();
  expect(await explore.totalCount()).toBeGreaterThan(0);
});

test('a newer query cancels the older one', async ({ explore, page }) => {
  await explore.open();
  const cancelled: string[] = [];
  page.on('requestfailed', (request) => cancelled.push(String(request.postDataJSON().q)));
  await page.route('**/api/v1/search', async (route) => {
    if (route.request().postDataJSON().q === '漏') await new Promise((next) => setTimeout(next, 1500));
    await route.continue().catch(() => undefined);
  });
  await explore.box.fill('漏');
  await explore.box.press('Enter');
  await explore.box.fill('漏水');
  await explore.box.press('Enter');
  await explore.settled();
  expect(cancelled).toContain('漏');
  await expect(explore.cards.first()).toContainText('漏水');
});

test('a query the server refuses is explained under the box, and kept', async ({ explore, page }) => {
  await explore.open();
  await explore.box.fill('"没合上');
  await explore.box.press('Enter');
  await expect(page.getByRole('alert')).toContainText('第 1 个字符');
  await expect(explore.box).toHaveValue('"没合上');
  await expect(explore.box).toHaveAttribute('aria-invalid', 'true');
  await explore.box.fill('服务');
  await explore.box.press('Enter');
  await explore.settled();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('no result says why and offers the way out', async ({ explore, page }) => {
  await explore.open('?q="绝无此词龘靐齉"&rating=1..2');
  await expect(page.getByText('没有评价同时满足这些条件')).toBeVisible();
  await expect(page.getByRole('button', { name: '去掉引号' })).toBeVisible();
  await page.getByRole('button', { name: /✕ 搜索词/ }).click();
  await explore.settled();
  expect(explore.query()).toBe('?rating=1..2');
  expect(await explore.totalCount()).toBeGreaterThan(0);
});
