// The browser's address as a React store: just enough of a router for a few screens.
import { useSyncExternalStore } from 'react';

const CHANGED = 'pinglan:location';

export type HistoryMode = 'push' | 'replace';

export function usePath(): string {
  return useSyncExternalStore(subscribe, () => window.location.pathname);
}

export function useQueryString(): string {
  return useSyncExternalStore(subscribe, () => window.location.search);
}

export function navigate(path: string, search: string, mode: HistoryMode): void {
  const url = path + search;
  if (mode === 'push') window.history.pushState(null, '', url);
  else window.history.replaceState(null, '', url);
  window.dispatchEvent(new Event(CHANGED));
}

function subscribe(notify: () => void): () => void {
  window.addEventListener('popstate', notify);
  window.addEventListener(CHANGED, notify);
  return () => {
    window.removeEventListener('popstate', notify);
    window.removeEventListener(CHANGED, notify);
  };
}
