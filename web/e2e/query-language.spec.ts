import { expect, test } from './page';

const FAULTS: readonly [q: string, fault: string, repair: string][] = [
  ['上菜 "没合上', '第 4 个字符', '上菜 "没合上"'],
  ['慢)', '第 2 个字符', '慢'],
  ['评分:很好 服务', '第 4 个字符', '"评分:很好" 服务'],
  ['raiting:1', '没有字段 `raiting`，最接近的是 `rating`', '"raiting:1"'],
  ['慢 或', '第 3 个字符', '慢'],
];

for (const [q, fault, repair] of FAULTS) {
  test(`a fault is named and mended by one click: ${q}`, async ({ explore, page }) => {
    await explore.open('?limit=3');
    const all = await explore.totalCount();
    await explore.search(q);
    const note = page.getByRole('alert');
    await expect(note).toContainText(fault);
    await expect(explore.box).toHaveValue(q);
    const mend = note.getByRole('button', { name: /^可改为：/ });
    const proposed = (await mend.innerText()).replace('可改为：', '');
    expect(proposed).toBe(repair);
    await mend.click();
    await explore.settled();
    await expect(note).toHaveCount(0);
    await expect(explore.box).toHaveValue(proposed);
    await expect.poll(() => explore.totalCount()).toBeLessThan(all);
  });
}

test('axe finds nothing while a fault and the results of the query before it stand there', async ({ explore, page }) => {
  await explore.open('?q=服务&limit=3');
  await explore.search('服务 (慢');
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByText('上一次查询的结果')).toBeVisible();
  await explore.accessible();
});

test('a query that is too long has no repair, only advice', async ({ explore, page }) => {
  await explore.open();
  await explore.search('慢'.repeat(1_001));
  await expect(page.getByRole('alert')).toContainText('请缩短或简化查询');
  await expect(page.getByRole('alert').getByRole('button')).toHaveCount(0);
});

test('field queries find what the filters of the same meaning find', async ({ explore }) => {
  for (const [q, filter] of [
    ['评分<=2', '?rating=..2'],
    ['评分：１..2.5', '?rating=1..2.5'],
    ['时间:2026-03..2026-06', '?created=2026-03-01..2026-06-30'],
    ['城市:成都', '?city=成都'],
    ['情感:(负面 或 强负)', '?sentiment=negative&sentiment=very_negative'],
    ['有:回复 缺:评分', '?has=reply&missing=rating'],
  ] as const) {
    await explore.open(`?q=${encodeURIComponent(q)}`);
    const typed = await explore.totalCount();
    await explore.open(filter);
    expect([q, typed]).toEqual([q, await explore.totalCount()]);
  }
});

test('relative times are whole days of the zone', async ({ explore, page }) => {
  await explore.open('?q=时间:近30天');
  const typed = await explore.totalCount();
  await explore.open();
  await page.getByRole('button', { name: '近30天' }).click();
  await expect.poll(() => explore.query()).toMatch(/^\?created=/);
  await explore.settled();
  await expect.poll(() => explore.totalCount()).toBe(typed);
});

test('the forms of the language are listed with the keys, and each of them is answered', async ({ explore, page }) => {
  await explore.open();
  await page.getByRole('button', { name: '快捷键' }).click();
  const dialog = page.getByRole('dialog', { name: '快捷键' });
  const help = dialog.getByRole('region', { name: '查询写法' });
  await expect(help).toBeVisible();
  await explore.accessible();
  const forms = await help.locator('code').allInnerTexts();
  expect(forms.length).toBeGreaterThan(10);
  // An example never reaches into its explanation.
  for (const row of await help.locator('dl > div').all()) {
    const [form, words] = [await row.locator('code').boundingBox(), await row.locator('dd').boundingBox()];
    expect((form?.x ?? 0) + (form?.width ?? 0)).toBeLessThanOrEqual(words?.x ?? 0);
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  for (const form of forms) {
    await explore.search(form);
    await explore.settled();
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect.poll(() => explore.query()).not.toBe('');
  }
});
