import { expect, test } from './page';

// The dictionary has other words for 店员; the demo data has reviews with each.
const WORDS = '店员 态度';

test('the cut of a query stands under the box', async ({ explore, page }) => {
  await explore.open('?q=上菜慢 "服务员" -排队&limit=5');
  await expect(page.getByText('理解为：上菜 + 慢；服务员', { exact: true })).toBeVisible();
  await explore.accessible();
});

test('synonyms are off until switched on, and change hits, URL and label', async ({ explore, page, searches }) => {
  await explore.open(`?q=${WORDS}`);
  const typed = await explore.totalCount();
  expect(searches.at(-1)).not.toHaveProperty('synonyms');
  const on = page.getByRole('button', { name: /^包括近义词（店员 = 服务员、/ });
  await on.click();
  await explore.settled();
  await expect.poll(() => explore.totalCount()).toBeGreaterThan(typed);
  const widened = await explore.totalCount();
  expect(explore.query()).toBe(`?q=${WORDS.replace(' ', '+')}&synonyms=true`);
  expect(searches.at(-1)).toMatchObject({ synonyms: true });
  await expect(page.getByText(/^理解为：店员\|服务员\|.*；态度/)).toBeVisible();
  const off = page.getByRole('button', { name: '不用近义词' });
  await expect(on).toHaveCount(0);
  await explore.accessible();
  await page.reload();
  await explore.settled();
  expect(await explore.totalCount()).toBe(widened);
  await off.click();
  await expect.poll(() => explore.totalCount()).toBe(typed);
  expect(explore.query()).toBe(`?q=${WORDS.replace(' ', '+')}`);
});

test('a review found by another word says so in the drawer', async ({ explore }) => {
  await explore.open('?q=店员&synonyms=true&limit=50');
  const other = explore.cards.filter({ hasText: '服务员' }).first();
  await other.getByRole('button', { name: '打开' }).click();
  const why = explore.drawer.locator('.why');
  await expect(why.getByRole('img', { name: '满足', exact: true }).first()).toBeVisible();
  await expect(why.getByRole('img', { name: '不满足' })).toHaveCount(0);
  await expect(explore.drawer.locator('.detail-text mark').first()).toHaveText('服务员');
});

test('an empty result offers the approximate search, which is labelled until left', async ({ explore, page, searches }) => {
  await explore.open('?q="上菜慢" 包厢 钢琴&limit=5');
  await expect(page.getByRole('heading', { name: '没有评价同时满足这些条件' })).toBeVisible();
  expect(await explore.totalCount()).toBe(0);
  await explore.accessible();
  await page.getByRole('button', { name: '近似搜索' }).click();
  await explore.settled();
  await expect(explore.cards.first()).toBeVisible();
  expect(explore.query()).toMatch(/&approximate=true/);
  expect(searches.at(-1)).toMatchObject({ approximate: true });
  await expect(page.getByText('近似：含一半以上的词即可')).toBeVisible();
  await explore.accessible();

  await explore.cards.first().getByRole('button', { name: '打开' }).click();
  const why = explore.drawer.locator('.why');
  await expect(why.getByRole('img', { name: '满足', exact: true }).first()).toBeVisible();
  await expect(why.locator('.why-cause')).toHaveCount(0);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: '回到精确搜索' }).click();
  await expect.poll(() => explore.totalCount()).toBe(0);
  expect(explore.query()).not.toContain('approximate');
  await expect(page.getByText('近似：含一半以上的词即可')).toHaveCount(0);
});

test('new words leave the approximate search', async ({ explore }) => {
  await explore.open('?q="上菜慢" 包厢 钢琴&approximate=true');
  expect(await explore.totalCount()).toBeGreaterThan(0);
  await explore.search('漏水');
  await expect.poll(() => explore.query()).toBe('?q=漏水');
});
