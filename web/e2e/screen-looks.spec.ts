import { expect, test } from './screens';

const SHOTS = 'test-results';
const SCREENS = [
  { path: 'pain-points', query: '?rating=1..3', results: 'pain-results' },
  { path: 'compare', query: '?a.rating=1..2&b.rating=4..5', results: 'compare-results' },
  { path: 'pivot', query: '?rows=item&columns=month&metric=rating', results: 'pivot-results' },
  { path: 'imports', query: '?import=1', results: 'imports-results' },
] as const;

// axe walks every cell of the tables.
test.describe.configure({ timeout: 90_000 });

for (const { path, query, results } of SCREENS) {
  for (const theme of ['light', 'dark']) {
    test(`${path}, ${theme}: fits at 1366 and at 390, and axe finds nothing`, async ({ screens, page }) => {
      await page.addInitScript((name) => window.localStorage.setItem('pinglan.theme', name), theme);
      await screens.open(path, query);
      await screens.settled(results);
      await screens.accessible();
      await screens.fits();
      await page.screenshot({ path: `${SHOTS}/${path}-1366-${theme}.png` });
      await page.setViewportSize({ width: 390, height: 844 });
      await screens.settled(results);
      await screens.fits();
      await page.screenshot({ path: `${SHOTS}/${path}-390-${theme}.png` });
    });
  }

  test(`${path} in English`, async ({ screens, page }) => {
    await page.addInitScript(() => window.localStorage.setItem('pinglan.locale', 'en'));
    await screens.open(path, query);
    await screens.settled(results);
    await screens.fits();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await page.screenshot({ path: `${SHOTS}/${path}-1366-en.png` });
  });
}
