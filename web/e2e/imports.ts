// The 导入 screen under test, and the files that its specs drop.
import { type Locator, type Page, expect } from '@playwright/test';

interface Dropped {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

export function csvFile(name: string, rows: readonly (readonly string[])[]): Dropped {
  return { name, mimeType: 'text/csv', buffer: Buffer.from(rows.map((row) => `${row.join(',')}\n`).join('')) };
}

export class ImportsScreen {
  readonly ledger: Locator;
  readonly tasks: Locator;

  constructor(
    readonly page: Page,
    readonly url: string,
  ) {
    this.ledger = page.getByRole('region', { name: '导入台账' });
    this.tasks = page.getByRole('region', { name: '任务' });
  }

  async open(query = ''): Promise<void> {
    await this.page.goto(`${this.url}/imports${query}`);
    await expect(this.page.getByTestId('imports-results').locator('.panel').first()).toBeVisible();
    await expect(this.page.locator('.skeleton')).toHaveCount(0);
  }

  /** A file that waits to be imported, once its preview is there. */
  async drop(...files: (Dropped | string)[]): Promise<void> {
    const input = this.page.locator('input[type=file]');
    const [dropped, named] = [files.filter((file) => typeof file !== 'string'), files.filter((file) => typeof file === 'string')];
    if (dropped.length > 0) await input.setInputFiles(dropped);
    if (named.length > 0) await input.setInputFiles(named);
    await expect(this.page.locator('.draft[aria-busy=true]')).toHaveCount(0);
  }

  draft(name: string): Locator {
    return this.page.getByRole('article', { name });
  }

  /** Imports one file and waits for its end. */
  async import(name: string): Promise<void> {
    await this.draft(name).getByRole('button', { name: '导入' }).click();
    await this.ended(`导入 ${name}`);
  }

  /** The newest task of this name has ended. */
  async ended(name: string): Promise<void> {
    const task = this.task(name);
    await expect(task).toBeVisible({ timeout: 20_000 });
    await expect(task.getByRole('button', { name: '取消' })).toHaveCount(0, { timeout: 60_000 });
  }

  task(name: string): Locator {
    return this.tasks.getByRole('listitem', { name }).first();
  }

  /** The newest entry of this file says so: source, state, rows, records, inserted, updated, unchanged, rejected. */
  async accountsFor(file: string, cells: readonly string[]): Promise<void> {
    const entry = this.ledger.getByRole('row').filter({ has: this.page.getByRole('link', { name: file, exact: true }) }).first();
    await expect.poll(async () => (await entry.locator('th, td').allInnerTexts()).slice(2, 10)).toEqual(cells);
  }
}
