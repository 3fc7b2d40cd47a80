import { useMemo } from 'react';
import { type HistoryMode, navigate, useQueryString } from '../../app/location';

export interface UrlState<S> {
  state: S;
  update: (patch: Partial<S>, mode?: HistoryMode) => void;
}

interface Codec<S> {
  path: string;
  parse: (search: string) => S;
  format: (state: S) => string;
}

/** The state of a screen as its address says it; changes are changes of the address. The codec must be a constant. */
export function useUrlState<S>({ path, parse, format }: Codec<S>): UrlState<S> {
  const search = useQueryString();
  return useMemo(() => {
    const update: UrlState<S>['update'] = (patch, mode = 'push') => {
      // Read the address anew: two changes may come between two renders.
      const now = parse(window.location.search);
      const next = format({ ...now, ...patch });
      if (next !== format(now)) navigate(path, next, mode);
    };
    return { state: parse(search), update };
  }, [search, path, parse, format]);
}
