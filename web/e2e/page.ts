// What the specs share: the page under test and the words to find things by.
import AxeBuilder from '@axe-core/playwright';
import { type Locator, type Page, test as base, expect } from '@playwright/test';

export { expect };

export class ExplorePage {
  readonly box: Locator;
  readonly total: Locator;
  readonly cards: Locator;
  readonly pills: Locator;
  readonly drawer: Locator;

  constructor(readonly page: Page) {
    this.box = page.getByRole('textbox', { name: '搜索评价' });
    this.total = page.getByTestId('total');
    this.cards = page.locator('article.card');
    this.pills = page.getByRole('group', { name: '已选条件' });
    this.drawer = page.getByRole('dialog', { name: '评价详情' });
  }

  async open(query = ''): Promise<void> {
    await this.page.goto(`${process.env.PINGLAN_URL ?? ''}/explore${query}`);
    await this.settled();
  }

  /** The answer to the current URL is on the screen. */
  async settled(): Promise<void> {
    await expect(this.page.locator('.results')).not.toHaveClass(/stale/);
    await expect(this.total).not.toHaveText('–');
  }

  async totalCount(): Promise<number> {
    return Number((await this.total.innerText()).replaceAll(',', ''));
  }

  facet(label: string): Locator {
    return this.page.getByRole('complementary', { name: '筛选' }).locator('details', { has: this.page.locator('summary', { hasText: label }) });
  }

  /** What a person types and submits. */
  async search(text: string): Promise<void> {
    await this.box.fill(text);
    await this.box.press('Enter');
  }

  /** axe finds nothing on the screen as it stands. */
  async accessible(): Promise<void> {
    const { violations } = await new AxeBuilder({ page: this.page }).analyze();
    expect(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([]);
  }

  /** The query string as a person reads it. */
  query(): string {
    return decodeURIComponent(new URL(this.page.url()).search);
  }
}

interface Fixtures {
  explore: ExplorePage;
  /** Bodies of the searches sent so far. */
  searches: Record<string, unknown>[];
}

export const test = base.extend<Fixtures>({
  explore: async ({ page }, use) => {
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) faults.push(message.text());
    });
    await use(new ExplorePage(page));
    expect(faults).toEqual([]);
  },
  searches: async ({ page }, use) => {
    const bodies: Record<string, unknown>[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/api/v1/search')) bodies.push(request.postDataJSON());
    });
    await use(bodies);
  },
});
