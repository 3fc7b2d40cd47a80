// The screens, by the path they stand at. A slice goes with the reader from one to the next.
import type { MessageKey } from '../messages/messages';
import { compareSearch, sidesOf } from '../slice/state/sides-codec';
import { parseSlice, queryString, sliceParameters } from '../slice/state/slice-codec';
import type { Slice } from '../slice/state/slice-state';

export const SCREENS = ['/explore', '/pain-points', '/compare', '/pivot', '/imports'] as const;
export type ScreenPath = (typeof SCREENS)[number];

export const SCREEN_NAMES: Record<ScreenPath, MessageKey> = {
  '/explore': 'app.explore',
  '/pain-points': 'app.painPoints',
  '/compare': 'app.compare',
  '/pivot': 'app.pivot',
  '/imports': 'app.imports',
};

/** The address of a screen that shows this slice; 对比 sets it against everything else. */
export function screenAddress(path: ScreenPath, slice: Slice): string {
  return path + (path === '/compare' ? compareSearch({ a: slice, b: null }) : queryString(sliceParameters(slice)));
}

/** The slice that an address speaks of; of two the first. */
export function addressedSlice(path: string, search: string): Slice {
  return path === '/compare' ? sidesOf(search).a : parseSlice(new URLSearchParams(search));
}
