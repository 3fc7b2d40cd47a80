import { beforeEach, expect, test, vi } from 'vitest';

class Shelf {
  readonly #kept = new Map<string, string>();
  getItem = (name: string): string | null => this.#kept.get(name) ?? null;
  setItem = (name: string, value: string): void => void this.#kept.set(name, value);
  removeItem = (name: string): void => void this.#kept.delete(name);
}

const NAME = 'pinglan.key';
let tab: Shelf;
let computer: Shelf;

beforeEach(() => {
  tab = new Shelf();
  computer = new Shelf();
  vi.stubGlobal('sessionStorage', tab);
  vi.stubGlobal('localStorage', computer);
});

/** The module as a page load finds it. */
async function load() {
  vi.resetModules();
  return import('./key');
}

test('a key is kept for the tab, or on this computer by choice', async () => {
  const first = await load();
  first.keepKey('pl_a', false);
  expect([tab.getItem(NAME), computer.getItem(NAME)]).toEqual(['pl_a', null]);
  first.keepKey('pl_b', true);
  expect([tab.getItem(NAME), computer.getItem(NAME)]).toEqual([null, 'pl_b']);
  const next = await load();
  expect(next.currentKey()).toBe('pl_b');
  next.dropKey();
  expect([next.currentKey(), computer.getItem(NAME)]).toEqual([null, null]);
});

test('a refusal counts for the present key alone, which is then forgotten', async () => {
  const { bearer, currentKey, keepKey, noteRefusal } = await load();
  keepKey('pl_new', true);
  noteRefusal(bearer('pl_old'));
  noteRefusal(null);
  expect(currentKey()).toBe('pl_new');
  noteRefusal(bearer('pl_new'));
  expect([currentKey(), computer.getItem(NAME)]).toEqual([null, null]);
});

test('what no header can carry is no key', async () => {
  const { isSendable } = await load();
  expect(['pl_a1', '密钥', 'a b', 'a\n', '', 'x'.repeat(201)].map(isSendable)).toEqual([true, false, false, false, false, false]);
  tab.setItem(NAME, 'bad\nkey');
  expect((await load()).currentKey()).toBeNull();
});

test('a browser that refuses to keep anything still works', async () => {
  const refuse = (): never => {
    throw new Error('denied');
  };
  vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse, removeItem: refuse });
  const { currentKey, keepKey } = await load();
  keepKey('pl_a', true);
  expect(currentKey()).toBe('pl_a');
});
