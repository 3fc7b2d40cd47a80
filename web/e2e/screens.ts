// The screens beside 探索: what their specs share.
import AxeBuilder from '@axe-core/playwright';
import { type Locator, type Page, test as base, expect } from '@playwright/test';
import { ExplorePage } from './page';

export { expect };

export class Screens {
  readonly box: Locator;
  readonly explore: ExplorePage;

  constructor(readonly page: Page) {
    this.box = page.getByRole('textbox', { name: '搜索评价', exact: true });
    this.explore = new ExplorePage(page);
  }

  async open(path: 'pain-points' | 'compare' | 'pivot' | 'imports', query = ''): Promise<void> {
    await this.page.goto(`${process.env.PINGLAN_URL ?? ''}/${path}${query}`);
  }

  /** The answer to the current URL is on the screen. */
  async settled(name: 'pain-results' | 'compare-results' | 'pivot-results' | 'imports-results'): Promise<void> {
    await expect(this.page.getByTestId(name)).toBeVisible();
    await expect(this.page.getByTestId(name)).not.toHaveClass(/stale/);
    await expect(this.page.locator('.skeleton')).toHaveCount(0);
  }

  /** Follows a figure and finds as many reviews on the explore screen. */
  async opensAsMany(figure: Locator): Promise<void> {
    const title = (await figure.getAttribute('title')) ?? '';
    const count = Number(/([\d,]+)/.exec(title)?.[1]?.replaceAll(',', ''));
    expect(count).toBeGreaterThan(0);
    await figure.click();
    await expect(this.page).toHaveURL(/\/explore/);
    await this.explore.settled();
    expect(await this.explore.totalCount()).toBe(count);
    await this.page.goBack();
  }

  /** axe finds nothing on the screen as it stands. */
  async accessible(): Promise<void> {
    const { violations } = await new AxeBuilder({ page: this.page }).analyze();
    expect(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([]);
  }

  /** Nothing sticks out sideways. */
  async fits(): Promise<void> {
    const [inside, outside] = await this.page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    expect(inside).toBeLessThanOrEqual(outside ?? 0);
  }

  query(): string {
    return decodeURIComponent(new URL(this.page.url()).search);
  }
}

export const test = base.extend<{ screens: Screens }>({
  screens: async ({ page }, use) => {
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) faults.push(message.text());
    });
    await use(new Screens(page));
    expect(faults).toEqual([]);
  },
});

/** What the browser is told to copy. */
export async function copied(page: Page): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: '复制为 API' }).click();
  await expect(page.getByText('已复制 curl 命令')).toBeVisible();
  return page.evaluate(() => navigator.clipboard.readText());
}

/** A problem as the service writes it. */
export const BUSY = {
  status: 503,
  contentType: 'application/problem+json',
  body: JSON.stringify({ type: 'x', title: '服务繁忙', status: 503, code: 'busy', detail: '太忙', hint: '请在 1 秒后重试', request_id: 'r-1', faults: [] }),
};
