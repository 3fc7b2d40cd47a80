// The slice around a component: a screen has one, or two side by side.
import { createContext, useContext } from 'react';
import type { HistoryMode } from '../../app/location';
import type { Names } from '../names';
import type { Slice } from '../state/slice-state';

export interface SliceInHand {
  slice: Slice;
  /** Changes the URL. Everything on the screen follows from it. */
  update: (patch: Partial<Slice>, mode?: HistoryMode) => void;
  names: Names;
  zone: string;
}

export const SliceContext = createContext<SliceInHand | null>(null);

export function useSlice(): SliceInHand {
  const inHand = useContext(SliceContext);
  if (!inHand) throw new Error('useSlice needs a SliceContext around it');
  return inHand;
}
