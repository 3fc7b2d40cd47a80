// Whether the sentiment of clauses is drawn: one choice for all cards, remembered by this browser.
import { useSyncExternalStore } from 'react';

const STORAGE_KEY = 'pinglan.clauses';
const CHANGED = 'pinglan:clauses';

export function useClauseTones(): [boolean, (isOn: boolean) => void] {
  return [useSyncExternalStore(subscribe, read), write];
}

// A browser that keeps nothing still follows the switch until the page is left.
let kept: string | null = null;

function read(): boolean {
  try {
    return (window.localStorage.getItem(STORAGE_KEY) ?? kept) !== 'off';
  } catch {
    return kept !== 'off';
  }
}

function write(isOn: boolean): void {
  kept = isOn ? 'on' : 'off';
  try {
    window.localStorage.setItem(STORAGE_KEY, kept);
  } catch {
    // Kept for this visit only.
  }
  window.dispatchEvent(new Event(CHANGED));
}

function subscribe(notify: () => void): () => void {
  window.addEventListener(CHANGED, notify);
  return () => window.removeEventListener(CHANGED, notify);
}
