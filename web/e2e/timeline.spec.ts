import { expect, test } from './page';

test('dragging over the histogram narrows the time; back undoes it', async ({ explore, page }) => {
  await explore.open('?timeline=month');
  const all = await explore.totalCount();
  const chart = page.locator('.chart canvas').first();
  await expect(chart).toBeVisible();
  const box = await chart.boundingBox();
  if (!box) throw new Error('the chart has no box');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.4, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, y, { steps: 5 });
  await page.mouse.move(box.x + box.width * 0.6, y, { steps: 5 });
  await page.mouse.up();
  await expect.poll(() => explore.query()).toMatch(/created=\d{4}-\d\d-01\.\.\d{4}-\d\d-(28|29|30|31)/);
  await explore.settled();
  const some = await explore.totalCount();
  expect(some).toBeGreaterThan(0);
  expect(some).toBeLessThan(all);
  await expect(page.getByText('较前期')).toBeVisible();
  await page.goBack();
  await explore.settled();
  expect(explore.query()).toBe('?timeline=month');
  expect(await explore.totalCount()).toBe(all);
});

test('the table behind the chart has the same numbers and zooms by keyboard', async ({ explore, page }) => {
  await explore.open('?timeline=quarter');
  await page.getByText('表格', { exact: true }).click();
  const rows = page.locator('.timeline tbody tr');
  await expect(rows.first()).toBeVisible();
  const counts = await rows.locator('td:nth-of-type(1)').allInnerTexts();
  const sum = counts.reduce((all, text) => all + Number(text.replaceAll(',', '')), 0);
  expect(sum).toBeLessThanOrEqual(await explore.totalCount());
  const row = rows.nth(1);
  const count = Number((await row.locator('td:nth-of-type(1)').innerText()).replaceAll(',', ''));
  await row.getByRole('button').focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => explore.query()).toContain('created=');
  await explore.settled();
  expect(await explore.totalCount()).toBe(count);
});
