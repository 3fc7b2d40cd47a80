import type { Locator } from '@playwright/test';
import { type ExplorePage, expect, test } from './page';

const ONE = '?flag=conflict&sort=newest&limit=5';

/** Opens the form on the first review of the slice. */
async function openForm(explore: ExplorePage): Promise<Locator> {
  await explore.cards.first().getByRole('button', { name: '打开' }).click();
  await explore.drawer.getByText('更正分析结果').click();
  return explore.drawer.locator('form');
}

test('a correction changes card, counts and total, survives reload, and is taken back', async ({ explore }) => {
  await explore.open(ONE);
  const all = await explore.totalCount();
  const id = await explore.cards.first().getAttribute('data-review');
  const form = await openForm(explore);
  await expect(form.getByRole('checkbox', { name: '星文不符' })).toBeChecked();
  await expect(form.getByRole('button', { name: '改为以上结果' })).toBeDisabled();
  await form.getByRole('combobox', { name: '情感', exact: true }).selectOption('中性');
  await form.getByRole('checkbox', { name: '星文不符' }).uncheck();
  await form.getByRole('combobox', { name: '添加属性' }).selectOption('service_parking_convenience');
  await form.getByRole('combobox', { name: '停车的情感' }).selectOption('▲ 正面');
  await form.getByRole('button', { name: '改为以上结果' }).press('Enter');
  await expect(explore.drawer.getByRole('status')).toHaveText('已保存更正');
  await expect(explore.drawer.getByRole('status')).toBeFocused();
  await explore.settled();
  await expect.poll(() => explore.totalCount()).toBe(all - 1);

  await explore.open(`?aspect_sentiment=service_parking_convenience:positive&review=${id}`);
  await expect(explore.drawer.locator('.corrected')).toHaveText('✎ 已更正');
  await expect(explore.drawer.locator('.badge')).toHaveText('■ 中性');
  await expect(explore.drawer.locator('.findings .chip.positive', { hasText: '停车' })).toHaveAttribute('aria-pressed', 'true');
  await explore.drawer.getByText('更正分析结果').click();
  for (const part of ['情感', '属性', '标记']) {
    await form.getByRole('button', { name: `${part}：恢复分析结果` }).click();
    await expect(form.getByRole('button', { name: `${part}：恢复分析结果` })).toHaveCount(0);
  }
  await expect(explore.drawer.locator('.corrected')).toHaveCount(0);
  await explore.open(ONE);
  expect(await explore.totalCount()).toBe(all);
});

test('a correction that fails says why and keeps the form; retry saves it', async ({ explore, page }) => {
  await explore.open(ONE);
  const form = await openForm(explore);
  const busy = { type: 'x', title: '服务繁忙', status: 503, code: 'busy', detail: '太忙', hint: '请在 1 秒后重试', request_id: 'r-1', faults: [] };
  const fail = async (route: import('@playwright/test').Route): Promise<void> =>
    route.request().method() === 'PATCH'
      ? route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(busy) })
      : route.continue();
  await page.route('**/api/v1/reviews/**', fail);
  await form.getByRole('checkbox', { name: '低信息' }).check();
  await form.getByRole('button', { name: '改为以上结果' }).click();
  const notice = explore.drawer.getByRole('alert').filter({ hasText: '更正没有保存' });
  await expect(notice).toContainText('请在 1 秒后重试');
  await expect(form.getByRole('checkbox', { name: '低信息' })).toBeChecked();
  await explore.accessible();
  await page.unroute('**/api/v1/reviews/**', fail);
  await notice.getByRole('button', { name: '重试' }).click();
  await expect(explore.drawer.getByRole('status')).toHaveText('已保存更正');
  await expect(notice).toHaveCount(0);
  await expect(explore.drawer.locator('.findings')).toContainText(['低信息']);
  await form.getByRole('button', { name: '标记：恢复分析结果' }).click();
  await expect(explore.drawer.locator('.corrected')).toHaveCount(0);
});

test('variants of a text are listed and lead to each other', async ({ explore }) => {
  await explore.open('?flag=duplicate');
  await explore.cards.first().getByRole('button', { name: '打开' }).click();
  await expect(explore.drawer.getByRole('heading', { name: /^内容几乎相同的评价/ })).toBeVisible();
  const other = explore.drawer.locator('.duplicates').getByRole('button').first();
  const id = await other.innerText();
  await other.click();
  await expect.poll(() => explore.query()).toContain(`review=${id}`);
  await expect(explore.drawer.locator('.duplicates').getByRole('button').first()).not.toHaveText(id);
});
