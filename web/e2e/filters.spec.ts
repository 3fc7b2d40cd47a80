import { expect, test } from './page';

test('a facet value includes, and its count is the total', async ({ explore, searches }) => {
  await explore.open();
  const row = explore.facet('来源').locator('li').first();
  const count = Number((await row.locator('.facet-count').innerText()).replaceAll(',', ''));
  await row.locator('.facet-value').click();
  await explore.settled();
  expect(await explore.totalCount()).toBe(count);
  expect(explore.query()).toMatch(/^\?source=/);
  expect(searches.at(-1)).toHaveProperty('filter.source');
  await expect(row.locator('.facet-value')).toHaveAttribute('aria-pressed', 'true');
  await row.locator('.facet-value').click();
  await explore.settled();
  expect(explore.query()).toBe('');
});

test('exclude by Alt+click and by keyboard; the two add up to all', async ({ explore, searches }) => {
  await explore.open();
  const all = await explore.totalCount();
  const row = explore.facet('情感').locator('li', { hasText: '负面' });
  const count = Number((await row.locator('.facet-count').innerText()).replaceAll(',', ''));
  await row.locator('.facet-value').click({ modifiers: ['Alt'] });
  await explore.settled();
  expect(explore.query()).toBe('?-sentiment=negative');
  expect(searches.at(-1)).toHaveProperty('filter.not.sentiment', ['negative']);
  expect(await explore.totalCount()).toBe(all - count);
  await row.locator('.facet-exclude').focus();
  await explore.page.keyboard.press('Enter');
  await explore.settled();
  expect(await explore.totalCount()).toBe(all);
});

test('pills negate, disable and remove; a disabled pill is not sent but survives reload', async ({ explore, searches, page }) => {
  await explore.open('?rating=1..2');
  const some = await explore.totalCount();
  await explore.pills.getByRole('button', { name: /^停用/ }).click();
  await explore.settled();
  expect(explore.query()).toBe('?rating=1..2&off=rating');
  expect(searches.at(-1)).not.toHaveProperty('filter');
  const all = await explore.totalCount();
  expect(all).toBeGreaterThan(some);
  await page.reload();
  await explore.settled();
  await expect(explore.pills.getByText('已停用')).toBeVisible();
  await explore.pills.getByRole('button', { name: /^启用/ }).click();
  await explore.pills.getByRole('button', { name: /^取反/ }).click();
  await explore.settled();
  expect(explore.query()).toBe('?-rating=1..2');
  expect(await explore.totalCount()).toBe(all - some);
  await explore.pills.getByRole('button', { name: '全部清除' }).click();
  await explore.settled();
  expect(explore.query()).toBe('');
});

test('reviews without a value are one click away', async ({ explore }) => {
  await explore.open('?missing=rating');
  await expect(explore.pills.getByText('未填写：评分')).toBeVisible();
  const total = await explore.totalCount();
  if (total > 0) await expect(explore.cards.first()).toContainText('无评分');
});

test('search inside a facet and show more of it', async ({ explore }) => {
  await explore.open();
  const items = explore.facet('商品');
  const rows = items.locator('li');
  await expect(rows.first()).toBeVisible();
  const short = await rows.count();
  await items.getByRole('button', { name: /显示更多/ }).click();
  await expect.poll(() => rows.count()).toBeGreaterThan(short);
  const name = await rows.nth(3).locator('.facet-label').innerText();
  await items.getByRole('searchbox').fill(name);
  await expect.poll(() => rows.count()).toBeLessThanOrEqual(3);
  await expect(rows.first()).toContainText(name);
});

test('a value beyond the loaded ones is found and can be ticked', async ({ explore, searches }) => {
  await explore.open();
  const items = explore.facet('商品');
  const rows = items.locator('li');
  const more = items.getByRole('button', { name: /显示更多/ });
  const all = Number(/\d+/.exec(await more.innerText())?.[0]);
  expect(all).toBeGreaterThan(20);
  while (await more.isVisible()) {
    const shown = await rows.count();
    await more.click();
    await expect.poll(() => rows.count()).toBeGreaterThan(shown);
  }
  const values = items.locator('.facet-value:not([aria-label*="未填写"])');
  await expect(values).toHaveCount(all);
  const rare = await values.last().locator('.facet-label').innerText();
  const count = Number((await values.last().locator('.facet-count').innerText()).replaceAll(',', ''));
  await items.getByRole('button', { name: '收起' }).click();
  await expect(values).toHaveCount(8);

  await items.getByRole('searchbox').fill(rare);
  await expect(values).toHaveCount(1);
  await explore.accessible();
  await values.first().click();
  await explore.settled();
  expect(await explore.totalCount()).toBe(count);
  expect(searches.at(-1)).toHaveProperty('filter.item', [rare]);
  // What is ticked stays in sight when the search inside the facet is over.
  await items.getByRole('searchbox').fill('');
  await expect(items.locator('li.included')).toContainText(rare);
  await items.getByRole('searchbox').fill('没有这个值');
  await expect(items.getByText('没有匹配的值')).toBeVisible();
});

test('quick time ranges set whole days', async ({ explore, page }) => {
  await explore.open();
  await page.getByRole('button', { name: '近7天' }).click();
  await expect.poll(() => explore.query()).toMatch(/^\?created=\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d$/);
  await page.getByRole('button', { name: '全部', exact: true }).click();
  await expect.poll(() => explore.query()).toBe('');
});
