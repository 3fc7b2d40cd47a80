// Getting data in, on a service of its own: what is dropped, how it is read, what became of each row.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ImportsScreen, csvFile } from './imports';
import { OwnService } from './own-service';
import { expect, test } from './screens';

const service = new OwnService();
const HEADER = ['评价编号', '商品名称', '评分', '评价时间', '评价内容'];

test.beforeAll(() => service.start());
test.afterAll(() => service.stop());

test('several files are shown as they would be read, imported together, and accounted for', async ({ screens, page }) => {
  const imports = new ImportsScreen(page, service.url);
  await imports.open();
  await expect(imports.ledger).toContainText('还没有导入过');
  await imports.drop(
    csvFile('甲.csv', [HEADER, ['1', '甲店', '5', '2026-01-02 10:00:00', '很好吃'], ['2', '甲店', '9', '2026-01-03', '一般般'], ['3', '甲店', '1', '2026-01-04', '']]),
    { name: '乙.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify({ data: { list: [{ content: '第一条', score: 4 }, { content: '第二条', score: 2 }] } })) },
  );
  await expect(imports.draft('甲.csv')).toContainText('CSV 格式 · UTF-8 编码');
  await expect(imports.draft('甲.csv')).toContainText('看了前 3 行，其中 1 行会被拒绝');
  await expect(imports.draft('乙.json')).toContainText('评价在 data.list');
  await screens.accessible();
  await page.getByRole('button', { name: '全部导入（2 个文件）' }).click();
  await imports.ended('导入 乙.json');
  await expect(page.getByRole('article')).toHaveCount(0);
  await imports.accountsFor('甲.csv', ['import', '✓ 完成', '3', '3', '2', '0', '0', '1⤓']);
  await imports.accountsFor('乙.json', ['import', '✓ 完成', '2', '2', '2', '0', '0', '0']);
  await expect(imports.task('导入 甲.csv')).toContainText('读入 3 行：新增 2 · 更新 0 · 未变 0 · 拒绝 1');
});

test('an entry opens with all that became of it; its rejects download, and come back repaired', async ({ screens, page }) => {
  const imports = new ImportsScreen(page, service.url);
  await imports.open();
  await imports.ledger.getByRole('link', { name: '甲.csv' }).click();
  await expect(page).toHaveURL(/import=1/);
  const entry = page.getByRole('dialog', { name: '导入 #1' });
  await expect(entry).toContainText('✓ 新增 + 更新 + 未变 + 拒绝 = 评价数');
  await screens.accessible();
  const download = page.waitForEvent('download');
  await entry.getByRole('button', { name: '下载拒绝的行' }).click();
  const rejects = readFileSync(await (await download).path(), 'utf8');
  expect(rejects).toContain('2026-01-03');
  await page.keyboard.press('Escape');
  await expect(entry).toBeHidden();
  await expect(imports.ledger.getByRole('link', { name: '甲.csv' })).toBeFocused();
  const repaired = join(service.dir, '修好.csv');
  writeFileSync(repaired, rejects.replace(/,9,/, ',3,'));
  await imports.drop(repaired);
  await expect(imports.draft('修好.csv')).toContainText('修好的拒绝行');
  await imports.import('修好.csv');
  await imports.accountsFor('修好.csv', ['import', '✓ 完成', '1', '1', '1', '0', '0', '0']);
});

test('unknown columns are told, kept under a name, and known again', async ({ screens, page }) => {
  const rows = (words: string): string[][] => [['买家怎么说', '打几分'], [words, '8'], ['没什么可说的', '10']];
  const imports = new ImportsScreen(page, service.url);
  await imports.open();
  await imports.drop(csvFile('丙.csv', rows('不太好用')));
  const draft = imports.draft('丙.csv');
  await expect(draft.getByRole('alert')).toBeVisible();
  await expect(draft.getByRole('button', { name: '导入' })).toBeDisabled();
  await draft.getByLabel('“买家怎么说”对应的字段').selectOption('正文');
  await draft.getByLabel('“打几分”对应的字段').selectOption('评分');
  await draft.getByLabel('满分').selectOption('10');
  await expect(draft.getByRole('alert')).toBeHidden();
  await expect(draft.getByRole('row', { name: /不太好用/ }).last()).toContainText('4');
  await draft.getByLabel('来源').fill('wenjuan');
  await draft.getByLabel('来源').press('Enter');
  await draft.getByRole('button', { name: '保存读法…' }).click();
  await page.getByRole('dialog').getByLabel('名称').fill('买家问卷');
  await screens.accessible();
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
  await expect(draft.getByLabel('读法')).toHaveValue('mapping:买家问卷');
  await imports.import('丙.csv');
  await imports.accountsFor('丙.csv', ['wenjuan', '✓ 完成', '2', '2', '2', '0', '0', '0']);
  await imports.drop(csvFile('丁.csv', rows('比上次好')));
  await expect(imports.draft('丁.csv')).toContainText('按 买家问卷 读取');
  await imports.draft('丁.csv').getByRole('button', { name: '移除' }).click();
  await expect(page.getByRole('article')).toHaveCount(0);
});

test('what cannot be read says why, and hostile names and cells are text', async ({ page }) => {
  const imports = new ImportsScreen(page, service.url);
  await imports.open();
  const name = '<img src=x onerror=alert(1)>.csv';
  await imports.drop({ name: '空.csv', mimeType: 'text/csv', buffer: Buffer.alloc(0) }, csvFile(name, [['评价内容'], ['<script>alert(1)</script>']]));
  await expect(imports.draft('空.csv').getByRole('alert')).toContainText('这个文件读不出来');
  await expect(imports.draft(name)).toContainText(name);
  await imports.draft(name).getByText('读成这样').click();
  await expect(imports.draft(name).getByRole('row', { name: /script/ })).toBeVisible();
  await page.getByRole('button', { name: '全部移除' }).click();
  await expect(page.getByRole('article')).toHaveCount(0);
});

test('a file can be chosen by key, and a waiting task is cancelled', async ({ page }) => {
  const imports = new ImportsScreen(page, service.url);
  await imports.open();
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('o');
  const long = (at: number): string[][] => [HEADER, ...Array.from({ length: 12_000 }, (_, row) => [`${at}-${row}`, '长店', '4', '2026-02-03', `第${row}条评价，菜不错，上菜有点慢`])];
  await (await chooser).setFiles([csvFile('长1.csv', long(1)), csvFile('长2.csv', long(2))]);
  await expect(imports.draft('长2.csv')).toContainText('看了前');
  await page.getByRole('button', { name: '全部导入（2 个文件）' }).click();
  const waiting = imports.task('导入 长2.csv');
  await waiting.getByRole('button', { name: '取消' }).click();
  await expect(waiting).toContainText(/已取消|正在停止/);
  await imports.ended('导入 长1.csv');
  await expect(waiting).toContainText('已取消');
  await expect(imports.task('导入 长1.csv')).toContainText('新增 12,000');
});

test('an encoding that nobody can tell is told', async ({ page }) => {
  const imports = new ImportsScreen(page, service.url);
  await imports.open();
  // 龘靐齾 in GB18030: too few and too rare characters to recognise.
  const rare = [0xfd, 0x93, 0xec, 0x68, 0xfd, 0x85];
  await imports.drop({ name: '生僻.csv', mimeType: 'text/csv', buffer: Buffer.from([...Buffer.from('text,rating\n'), ...rare, ...Buffer.from(',5\n')]) });
  const draft = imports.draft('生僻.csv');
  await expect(draft.getByRole('alert')).toContainText('UTF-8');
  await expect(draft.getByRole('button', { name: '导入' })).toBeDisabled();
  await draft.getByLabel('编码').selectOption('GB18030');
  await expect(draft.getByRole('row', { name: /龘靐齾/ }).first()).toBeVisible();
  await expect(draft.getByRole('button', { name: '导入' })).toBeEnabled();
});
