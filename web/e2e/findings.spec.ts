import { expect, test } from './page';

test('clauses are underlined by style and said in words; the switch hides them and is remembered', async ({ explore, page }) => {
  await explore.open('?q=上菜慢&sentiment=negative&limit=5');
  const clauses = explore.cards.locator('.clause');
  const first = explore.cards.locator('.clause.negative').first();
  await expect(first).toHaveAttribute('title', /^本句负面（−0\.\d\d）$/);
  await expect(first).toHaveCSS('text-decoration-style', 'dashed');
  await expect(explore.cards.locator('.clause mark').first()).toBeVisible();
  const text = await explore.cards.first().locator('.card-text').textContent();
  await explore.accessible();

  await page.getByRole('switch', { name: /^分句情感/ }).click();
  await expect(clauses).toHaveCount(0);
  expect(await explore.cards.first().locator('.card-text').textContent()).toBe(text);
  await page.reload();
  await explore.settled();
  await expect(explore.cards.locator('mark').first()).toBeVisible();
  await expect(clauses).toHaveCount(0);
  await page.getByRole('switch', { name: /^分句情感/ }).press('Space');
  await expect(clauses.first()).toBeVisible();
});

test('an aspect chip filters, and chip, facet, pill and total agree', async ({ explore, searches }) => {
  await explore.open('?source=demo-canyin');
  const chip = explore.cards.locator('.chip.negative').first();
  const name = (await chip.getAttribute('aria-label')) ?? '';
  const label = name.slice(0, name.indexOf('，'));
  expect(name).toContain('负面');
  await chip.click();
  await explore.settled();
  expect(explore.query()).toMatch(/^\?source=demo-canyin&aspect_sentiment=[a-z_]+:negative$/);
  await expect(explore.pills).toContainText(`属性情感：${label} ▼ 负面`);
  expect(searches.at(-1)).toHaveProperty('filter.aspect_sentiment');
  const total = await explore.totalCount();
  expect(total).toBeGreaterThan(0);
  const tone = explore.facet('属性').getByRole('button', { name: new RegExp(`^只看${label}负面的`) });
  await expect(tone).toHaveAttribute('aria-pressed', 'true');
  expect(count(await tone.innerText())).toBe(total);
  for (const card of await explore.cards.all()) {
    await expect(card.locator('.chip.negative', { hasText: label })).toHaveAttribute('aria-pressed', 'true');
  }
});

test('aspects stand below their parents; a parent covers them, and include and exclude add up', async ({ explore }) => {
  await explore.open('?source=demo-canyin');
  const all = await explore.totalCount();
  const panel = explore.facet('属性');
  const service = panel.getByRole('list', { name: '服务', exact: true });
  await service.getByRole('button', { name: '只看说到服务的' }).click();
  await explore.settled();
  expect(explore.query()).toContain('aspect=service');
  const some = await explore.totalCount();
  expect(some).toBeLessThan(all);
  await service.getByRole('button', { name: '排除 服务', exact: true }).focus();
  await explore.page.keyboard.press('Enter');
  await explore.settled();
  expect(await explore.totalCount()).toBe(all - some);
  await explore.pills.getByRole('button', { name: '全部清除' }).click();
  await explore.settled();

  const row = panel.locator('.aspect-child').first();
  const name = (await row.locator('.facet-value').getAttribute('aria-label')) ?? '';
  await row.locator('.facet-value').click();
  await explore.settled();
  expect(await explore.totalCount()).toBe(count(name));
});

test('opinions are found in their facet, filter, and show their place in the drawer', async ({ explore, searches }) => {
  await explore.open('?source=demo-canyin&limit=5');
  const panel = explore.facet('观点');
  await panel.getByRole('searchbox').fill('上菜');
  const row = panel.locator('li').first();
  await expect(row.locator('.facet-label')).toContainText('上菜');
  await expect(panel.locator('li', { hasNotText: '上菜' })).toHaveCount(0);
  const opinion = await row.locator('.facet-label').innerText();
  const some = count(await row.locator('.facet-count').innerText());
  await row.locator('.facet-value').click();
  await explore.settled();
  expect(explore.query()).toContain(`opinion=${opinion}`);
  expect(searches.at(-1)).toHaveProperty('filter.opinion', [opinion]);
  expect(await explore.totalCount()).toBe(some);
  await explore.cards.first().getByRole('button', { name: '打开' }).click();
  await explore.drawer.getByRole('button', { name: opinion }).first().focus();
  await expect(explore.drawer.locator('.detail-text .place').first()).toBeVisible();
});

test('a flag chip shows its evidence and filters', async ({ explore, page }) => {
  await explore.open('?flag=conflict&limit=5');
  const chip = explore.cards.first().getByRole('button', { name: '星文不符：只看有此标记的' });
  await expect(chip).toHaveAttribute('aria-pressed', 'true');
  const tip = explore.cards.first().getByRole('tooltip');
  await expect(tip).toBeHidden();
  await chip.focus();
  await expect(tip).toBeVisible();
  await expect(tip).toHaveText(/^星级[低高]而文字[好差]评：[\d.]+ 星，情感分 [+−-]\d\.\d\d$/);
  await expect(chip).toHaveAccessibleDescription(/星级/);
  await explore.accessible();
  const flags = explore.facet('标记');
  expect(await explore.totalCount()).toBe(count(await flags.locator('li.included .facet-count').innerText()));
  await page.keyboard.press('Enter');
  await explore.settled();
  expect(explore.query()).toBe('?limit=5');
});

test('what an aspect chip rests on is marked while it is in focus', async ({ explore, page }) => {
  await page.route('**/api/v1/search', async (route) => {
    const response = await route.fetch();
    const answer = await response.json();
    answer.hits = answer.hits.slice(0, 1).map((hit: object) => ({
      ...hit,
      text: '😀上菜慢<b>死了</b>，好吃',
      title: null,
      highlights: [[1, 3]],
      clauses: [{ field: 'text', range: [0, 13], score: -0.6 }],
      aspects: [{ aspect: 'service_serving_speed', label: 'x', parent: 'service', polarity: 'negative', score: -0.6, opinions: [{ term: '上菜', opinion: '慢', field: 'text', range: [1, 4] }] }],
      flags: [{ flag: 'abuse', reason: 'insult', evidence: '<img src=x onerror="window.__pwned=1">', field: 'text', range: [4, 7] }],
    }));
    await route.fulfill({ response, json: answer });
  });
  await explore.open();
  const text = explore.cards.locator('.card-text');
  await expect(text.locator('.place')).toHaveCount(0);
  await explore.cards.locator('.chip.negative').focus();
  expect(await text.locator('.clause .place').allTextContents()).toEqual(['上菜', '慢']);
  await explore.cards.locator('.chip.flag').hover();
  await explore.cards.locator('.chip.flag').focus();
  expect(await text.locator('.place').allTextContents()).toEqual(['<b>']);
  await expect(explore.cards.getByRole('tooltip')).toHaveText('辱骂用语：<img src=x onerror="window.__pwned=1">');
  expect(await text.textContent()).toBe('😀上菜慢<b>死了</b>，好吃');
  expect(await page.evaluate(() => '__pwned' in window)).toBe(false);
});

/** The last number of a label such as `▼ 1,204` or `只看说到服务的，1,204 条`. */
function count(label: string): number {
  return Number(/([\d,]+)\D*$/.exec(label)?.[1]?.replaceAll(',', ''));
}
