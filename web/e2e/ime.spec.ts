import { expect, test } from './page';

const LONGER_THAN_DEBOUNCE_MS = 700;

test('nothing is sent while an input method composes; its Enter does not submit', async ({ explore, page, searches }) => {
  await explore.open();
  const before = searches.length;
  await explore.box.focus();
  const ime = await page.context().newCDPSession(page);
  for (const text of ['s', 'sh', 'sha', 'shang', 'shang c', 'shang cai']) {
    await ime.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  }
  await expect(explore.box).toHaveValue('shang cai');
  await page.waitForTimeout(LONGER_THAN_DEBOUNCE_MS);
  expect(searches.length).toBe(before);

  // The Enter that picks a candidate: keyCode 229, as browsers report it during composition.
  await ime.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 });
  await ime.send('Input.dispatchKeyEvent', { type: 'keyUp', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 });
  await page.waitForTimeout(LONGER_THAN_DEBOUNCE_MS);
  expect(searches.length).toBe(before);
  expect(explore.query()).toBe('');

  await ime.send('Input.insertText', { text: '上菜' });
  await expect(explore.box).toHaveValue('上菜');
  await expect.poll(() => searches.length).toBe(before + 1);
  expect(searches.at(-1)).toMatchObject({ q: '上菜' });
  await explore.settled();
  expect(explore.query()).toBe('?q=上菜');
});

test('composing again after a search changes nothing until it ends', async ({ explore, page, searches }) => {
  await explore.open('?q=服务');
  const before = searches.length;
  await explore.box.focus();
  await page.keyboard.press('End');
  const ime = await page.context().newCDPSession(page);
  await ime.send('Input.imeSetComposition', { text: 'cha', selectionStart: 3, selectionEnd: 3 });
  await page.waitForTimeout(LONGER_THAN_DEBOUNCE_MS);
  expect(searches.length).toBe(before);
  await expect(explore.box).toHaveValue('服务cha');
  await ime.send('Input.insertText', { text: '差' });
  await expect.poll(() => explore.query()).toBe('?q=服务差');
});
