import { expect, test } from './page';

test('the drawer says which clause stands where, which filters hold, and what the score is made of', async ({ explore, page }) => {
  await explore.open('?q=上菜慢 -排队 评分<=3&has=reply&limit=5');
  await explore.cards.first().getByRole('button', { name: '打开' }).click();
  const why = explore.drawer.locator('.why');
  await expect(explore.drawer.getByRole('heading', { name: '为什么命中' })).toBeVisible();
  const texts = why.locator('.why-list code');
  await expect(texts.nth(0)).toHaveText('上菜慢');
  await expect(texts.nth(1)).toHaveText('排队');
  await expect(why.locator('li').nth(1)).toContainText('（不能出现）');
  await expect(why.locator('li').nth(2)).toContainText('评分须为');
  await expect(why.locator('li').first().locator('mark').first()).toBeVisible();
  await expect(why.getByRole('img', { name: '满足', exact: true })).toHaveCount(4);
  await expect(why.getByRole('img', { name: '不满足' })).toHaveCount(0);
  const score = why.getByRole('table', { name: /^相关度 \d+\.\d\d，由这些部分组成$/ });
  await expect(score.getByRole('rowheader', { name: '词' }).first()).toBeVisible();
  const parts = await score.locator('.number').allInnerTexts();
  const total = Number(/\d+\.\d\d/.exec((await score.locator('caption').innerText()) ?? '')?.[0]);
  // Each part is rounded to two places, and parts below half a hundredth are left out.
  expect(Math.abs(parts.reduce((sum, part) => sum + Number(part), 0) - total)).toBeLessThan(0.01 * (parts.length + 2));
  await explore.accessible();
  await page.keyboard.press('Escape');
});

test('an order without a score shows none', async ({ explore }) => {
  await explore.open('?q=上菜慢&sort=newest');
  await explore.cards.first().getByRole('button', { name: '打开' }).click();
  await expect(explore.drawer.locator('.why-list')).toBeVisible();
  await expect(explore.drawer.locator('.score-table')).toHaveCount(0);
});

test('搜不到？ an id that was never imported', async ({ explore, page }) => {
  await explore.open('?q="绝无此词龘靐齉"');
  await page.getByRole('textbox', { name: /^搜不到？/ }).fill('nowhere:123');
  await page.getByRole('button', { name: '查原因' }).click();
  const answer = page.locator('.lookup-answer');
  await expect(answer).toContainText('没有导入过 nowhere:123');
  await expect(answer).toContainText('demo-canyin');
  await expect(answer.getByRole('button')).toHaveCount(0);
  await explore.accessible();
});

test('搜不到？ a review that a filter keeps out, by its id and by its text', async ({ explore, page }) => {
  await explore.open('?q=上菜慢&city=成都');
  const id = (await explore.cards.first().getAttribute('data-review')) ?? '';
  const words = (await explore.cards.first().locator('.card-text').innerText()).slice(0, 24);
  await explore.open('?q=上菜慢&city=没有这座城');
  expect(await explore.totalCount()).toBe(0);
  const box = page.getByRole('textbox', { name: /^搜不到？/ });
  const answer = page.locator('.lookup-answer');

  await box.fill(id);
  await box.press('Enter');
  await expect(answer).toContainText('成都');
  await expect(answer).toContainText('没有这座城');

  await box.fill(words);
  await box.press('Enter');
  await expect(answer).toContainText('找到这些评价，是哪一条？');
  await explore.accessible();
  await answer.locator('.lookup-candidate').first().click();
  await expect(answer).toContainText('没有这座城');
  await answer.getByRole('button', { name: `打开 ${id}` }).click();
  await expect(explore.drawer.locator('.why-cause')).toContainText('没有这座城');
  await expect(explore.drawer.getByRole('img', { name: '不满足' })).toHaveCount(1);
  await explore.accessible();
});
