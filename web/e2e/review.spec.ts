import { expect, test } from './page';

test('a review opens beside the list, is in the URL, and Esc closes it', async ({ explore, page }) => {
  await explore.open('?q=服务');
  await explore.cards.first().getByRole('button', { name: '打开' }).click();
  await expect(explore.drawer).toBeVisible();
  await expect(explore.drawer.locator('mark').first()).toBeVisible();
  await expect(explore.drawer).toContainText('次导入');
  expect(explore.query()).toMatch(/review=[a-z0-9_-]+:/);
  await page.keyboard.press('Escape');
  await expect(explore.drawer).toHaveCount(0);
  expect(explore.query()).toBe('?q=服务');
});

test('keys walk the cards and open one', async ({ explore, page }) => {
  await explore.open();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await page.keyboard.press('j');
  await expect(explore.cards.nth(1)).toBeFocused();
  await page.keyboard.press('o');
  await expect(explore.drawer).toBeVisible();
  const id = await explore.cards.nth(1).getAttribute('data-review');
  expect(explore.query()).toContain(`review=${id}`);
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await expect(explore.box).toBeFocused();
  await page.keyboard.type('j?');
  await expect(explore.box).toHaveValue('j?');
});

test('the list of keys', async ({ explore, page }) => {
  await explore.open();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: '快捷键' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: '快捷键' })).toBeHidden();
});

test('a shared link gives the same screen after reload', async ({ explore, page }) => {
  await explore.open('?q=服务&rating=1..2.5&sort=oldest&limit=50&timeline=quarter');
  const before = await screen(explore);
  await page.reload();
  await explore.settled();
  expect(await screen(explore)).toEqual(before);
  expect(before.cards.length).toBeGreaterThan(1);
});

test('back and forward walk through searches', async ({ explore, page }) => {
  await explore.open();
  const all = await explore.totalCount();
  await explore.box.fill('漏水');
  await explore.box.press('Enter');
  await explore.settled();
  await expect.poll(() => explore.totalCount()).toBeLessThan(all);
  const some = await explore.totalCount();
  await page.goBack();
  await expect.poll(() => explore.totalCount()).toBe(all);
  await expect(explore.box).toHaveValue('');
  await page.goForward();
  await expect.poll(() => explore.totalCount()).toBe(some);
  await expect(explore.box).toHaveValue('漏水');
});

test('the next page continues the list without repeating', async ({ explore, page }) => {
  await explore.open('?sort=newest');
  await expect(explore.cards).toHaveCount(20);
  await page.getByRole('button', { name: '加载更多' }).click();
  await expect(explore.cards).toHaveCount(40);
  const ids = await explore.cards.evaluateAll((cards) => cards.map((card) => card.getAttribute('data-review')));
  expect(new Set(ids).size).toBe(40);
});

test('what is copied as API is what the page asked', async ({ explore, page, searches }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await explore.open('?q=服务&rating=1..2');
  await page.getByRole('button', { name: '复制为 API' }).click();
  await expect(page.getByText('已复制 curl 命令')).toBeVisible();
  const curl = await page.evaluate(() => navigator.clipboard.readText());
  const body: unknown = JSON.parse(/ -d '(.*)'$/.exec(curl)?.[1] ?? '');
  expect(body).toEqual(searches.at(-1));
});

async function screen(explore: import('./page').ExplorePage) {
  return {
    total: await explore.totalCount(),
    q: await explore.box.inputValue(),
    pills: await explore.pills.innerText(),
    cards: await explore.cards.evaluateAll((cards) => cards.map((card) => card.textContent)),
  };
}
