// The key of this browser: kept for the tab, or on this computer by choice; and whether the service asks for one.
import { useSyncExternalStore } from 'react';

/** `open`: as far as is known nothing is missing; `asked`: a key is needed; `refused`: the kept one opens nothing any more. */
export type Gate = 'open' | 'asked' | 'refused';

const STORAGE_KEY = 'pinglan.key';
/** What a header can carry; the service would read nothing else as a key. */
const SENDABLE = /^[\x21-\x7e]{1,200}$/;

const listeners = new Set<() => void>();
let key = read('sessionStorage') ?? read('localStorage');
let gate: Gate = 'open';

export function currentKey(): string | null {
  return key;
}

export function isSendable(text: string): boolean {
  return SENDABLE.test(text);
}

/** Takes a key that the service has accepted. */
export function keepKey(accepted: string, onThisComputer: boolean): void {
  forget();
  key = accepted;
  write(onThisComputer ? 'localStorage' : 'sessionStorage', accepted);
  change('open');
}

/** Forgets the key everywhere and asks for one. */
export function dropKey(): void {
  forget();
  change('asked');
}

/** The service needs no key after all. */
export function openGate(): void {
  change('open');
}

/** The service has answered 401 to a request with this header. An answer to an earlier key says nothing of the present one. */
export function noteRefusal(authorization: string | null): void {
  if (authorization !== bearer(key)) return;
  const next = key === null ? 'asked' : 'refused';
  forget();
  change(next);
}

export function bearer(secret: string | null): string | null {
  return secret === null ? null : `Bearer ${secret}`;
}

export function useGate(): Gate {
  return useSyncExternalStore(subscribe, () => gate);
}

export function useHasKey(): boolean {
  return useSyncExternalStore(subscribe, () => key !== null);
}

function forget(): void {
  key = null;
  write('sessionStorage', null);
  write('localStorage', null);
}

function change(next: Gate): void {
  gate = next;
  for (const notify of listeners) notify();
}

function subscribe(notify: () => void): () => void {
  listeners.add(notify);
  return () => listeners.delete(notify);
}

type Place = 'sessionStorage' | 'localStorage';

function read(place: Place): string | null {
  try {
    const kept = globalThis[place]?.getItem(STORAGE_KEY) ?? null;
    return kept !== null && isSendable(kept) ? kept : null;
  } catch {
    return null;
  }
}

function write(place: Place, value: string | null): void {
  try {
    if (value === null) globalThis[place]?.removeItem(STORAGE_KEY);
    else globalThis[place]?.setItem(STORAGE_KEY, value);
  } catch {
    // A browser that keeps nothing asks again on the next visit.
  }
}
