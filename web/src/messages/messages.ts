// Looks words up. The locale is chosen once per page load: all other state is in the URL,
// so changing it reloads the page and nothing is lost.
import { en } from './en';
import { type MessageKey, zh } from './zh';

export type Locale = 'zh' | 'en';
export type { MessageKey };

const STORAGE_KEY = 'pinglan.locale';
const TABLES: Record<Locale, Record<MessageKey, string>> = { zh, en };

const current: Locale = readLocale();

export function locale(): Locale {
  return current;
}

export function t(key: MessageKey, values: Readonly<Record<string, string | number>> = {}): string {
  return TABLES[current][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(zh, key);
}

/** The word for a value that the service names; the value itself where a newer service names one that is not known. */
export function wordFor(group: string, value: string): string {
  const key = `${group}.${value}`;
  return isMessageKey(key) ? t(key) : value;
}

export function changeLocale(next: Locale): void {
  globalThis.localStorage?.setItem(STORAGE_KEY, next);
  globalThis.location.reload();
}

function readLocale(): Locale {
  try {
    return globalThis.localStorage?.getItem(STORAGE_KEY) === 'en' ? 'en' : 'zh';
  } catch {
    return 'zh';
  }
}
