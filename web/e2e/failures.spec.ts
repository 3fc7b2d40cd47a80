import { expect, test } from './page';

const PROBLEM = { type: 'about:blank', title: '服务忙', status: 503, code: 'busy', detail: 'x', hint: '请稍后再试', request_id: 'req-7' };

for (const status of [500, 503]) {
  test(`a ${status} problem says what failed, keeps the input, and retry works`, async ({ explore, page }) => {
    await explore.open();
    await page.route('**/api/v1/search', (route) =>
      route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify({ ...PROBLEM, status }) }),
    );
    await explore.box.fill('服务');
    await explore.box.press('Enter');
    const notice = page.getByRole('alert').filter({ hasText: '评价没有载入' });
    await expect(notice).toContainText('请稍后再试');
    await expect(notice).toContainText('req-7');
    await expect(explore.box).toHaveValue('服务');
    await expect(explore.cards.first()).toBeVisible();
    await page.unroute('**/api/v1/search');
    await page.getByRole('button', { name: '重试' }).click();
    await explore.settled();
    await expect(notice).toHaveCount(0);
  });
}

test('an answer that is no problem document', async ({ explore, page }) => {
  await explore.open();
  await page.route('**/api/v1/search', (route) => route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' }));
  await explore.box.fill('服务');
  await explore.box.press('Enter');
  await expect(page.getByRole('alert')).toContainText('502');
});

test('a lost connection', async ({ explore, page }) => {
  await explore.open();
  await page.route('**/api/v1/search', (route) => route.abort('connectionrefused'));
  await explore.box.fill('服务');
  await explore.box.press('Enter');
  await expect(page.getByRole('alert')).toContainText('连不上服务');
  await expect(explore.box).toHaveValue('服务');
});

test('fields that do not load at first', async ({ explore, page }) => {
  await page.route('**/api/v1/fields', (route) => route.abort('connectionrefused'));
  await page.goto(`${process.env.PINGLAN_URL ?? ''}/explore?q=服务`);
  await expect(page.getByRole('alert')).toContainText('字段列表没有载入');
  await page.unroute('**/api/v1/fields');
  await page.getByRole('button', { name: '重试' }).click();
  await explore.settled();
  await expect(explore.cards.first()).toBeVisible();
});

test('a review that is gone', async ({ explore, page }) => {
  await explore.open('?review=nowhere:none');
  await expect(explore.drawer.getByRole('alert')).toContainText('这条评价没有载入');
  await page.keyboard.press('Escape');
  await expect(explore.drawer).toHaveCount(0);
});

test('an expired cursor begins again at the first page', async ({ explore, page }) => {
  await explore.open('?sort=newest');
  const gone = { type: 'x', title: '翻页标记已过期', status: 410, code: 'cursor_expired', detail: 'x', request_id: 'r', faults: [] };
  await page.route('**/api/v1/search', async (route) => {
    if (!route.request().postDataJSON().cursor) return route.continue();
    return route.fulfill({ status: 410, contentType: 'application/problem+json', body: JSON.stringify(gone) });
  });
  await page.getByRole('button', { name: '加载更多' }).click();
  await expect(page.getByRole('alert')).toContainText('翻页标记已过期');
  await expect(explore.cards).toHaveCount(20);
  await page.unroute('**/api/v1/search');
  await page.getByRole('button', { name: '重试' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.getByRole('button', { name: '加载更多' }).click();
  await expect(explore.cards).toHaveCount(40);
});

test('a filter that no field answers to is named, and its pill leads out', async ({ explore, page }) => {
  await page.goto(`${process.env.PINGLAN_URL ?? ''}/explore?nosuchfield=x`);
  await expect(page.getByRole('alert')).toContainText('HTTP 400');
  await page.getByRole('button', { name: '去掉 nosuchfield：x' }).click();
  await explore.settled();
  expect(explore.query()).toBe('');
  await expect(page.getByRole('alert')).toHaveCount(0);
});
