import { expect, test } from './page';

const SHOTS = 'test-results';

test('at 1366×768', async ({ explore, page }) => {
  await explore.open();
  await expect(page.locator('.chart canvas').first()).toBeVisible();
  await page.screenshot({ path: `${SHOTS}/explore-1366.png` });
  await explore.open('?q=上菜慢&rating=1..2.5&-channel=x');
  await expect(page.locator('.chart canvas').first()).toBeVisible();
  await page.screenshot({ path: `${SHOTS}/explore-search-1366.png` });
  await page.keyboard.press('j');
  await page.keyboard.press('o');
  await expect(explore.drawer.locator('.detail-text').first()).toBeVisible();
  await page.screenshot({ path: `${SHOTS}/explore-drawer-1366.png` });
});

test('at 390 wide nothing sticks out', async ({ explore, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await explore.open('?q=服务');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expect(page.locator('.chart canvas').first()).toBeVisible();
  await page.screenshot({ path: `${SHOTS}/explore-390.png` });
});

test('loading does not move what comes after', async ({ explore, page }) => {
  await explore.open();
  const top = (): Promise<number> => page.locator('.reviews').evaluate((node) => Math.round(node.getBoundingClientRect().top));
  const before = await top();
  await page.route('**/api/v1/search', async (route) => {
    await new Promise((next) => setTimeout(next, 400));
    await route.continue();
  });
  await explore.box.fill('服务');
  await explore.box.press('Enter');
  await expect(page.locator('.results')).toHaveClass(/stale/);
  expect(await top()).toBe(before);
  await explore.settled();
  expect(await top()).toBe(before);
});

for (const query of ['', '?q=服务&rating=1..2&-city=x', '?q="绝无此词龘靐齉"']) {
  test(`axe finds nothing: ${query}`, async ({ explore }) => {
    await explore.open(query);
    await explore.accessible();
  });
}

test('axe finds nothing in the drawer', async ({ explore }) => {
  await explore.open();
  await explore.cards.first().getByRole('button', { name: '打开' }).click();
  await expect(explore.drawer.locator('.detail-text').first()).toBeVisible();
  await explore.accessible();
});
