import { createContext, useContext, useMemo } from 'react';
import type { HistoryMode } from '../../../app/location';
import { useUrlState } from '../../../slice/hooks/use-url-state';
import type { Names } from '../../../slice/names';
import type { ExploreState } from '../state/explore-state';
import { formatSearch, parseSearch } from '../state/url-codec';
import type { SliceInHand } from '../../../slice/hooks/use-slice';

export interface Explore {
  state: ExploreState;
  /** Changes the URL. Everything on the screen follows from it. */
  update: (patch: Partial<ExploreState>, mode?: HistoryMode) => void;
  names: Names;
  zone: string;
}

export const ExploreContext = createContext<Explore | null>(null);

export function useExplore(): Explore {
  const explore = useContext(ExploreContext);
  if (!explore) throw new Error('useExplore needs an ExploreContext around it');
  return explore;
}

const CODEC = { path: '/explore', parse: parseSearch, format: formatSearch };

export function useExploreState(): Pick<Explore, 'state' | 'update'> {
  return useUrlState(CODEC);
}

/** The slice of the screen, for the parts that all screens share. */
export function useExploredSlice({ state, update, names, zone }: Explore): SliceInHand {
  return useMemo(
    () => ({
      slice: state,
      // Another slice is another list: what is open may not be in it.
      update: (patch, mode) => update({ ...patch, review: null }, mode),
      names,
      zone,
    }),
    [state, update, names, zone],
  );
}
