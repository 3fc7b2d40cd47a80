// What the URL of the explore screen says. Nothing else decides what is on the screen.
import { EMPTY_SLICE, type Slice } from '../../../slice/state/slice-state';

export const SORTS = ['relevance', 'newest', 'oldest', 'rating_asc', 'rating_desc', 'likes'] as const;
export const INTERVALS = ['auto', 'day', 'week', 'month', 'quarter', 'year'] as const;
export const PAGE_SIZES = [20, 50, 100, 200] as const;

export type Sort = (typeof SORTS)[number];
export type Interval = (typeof INTERVALS)[number];

export interface ExploreState extends Slice {
  sort: Sort;
  limit: number;
  interval: Interval;
  /** Id of the review that is open in the drawer. */
  review: string | null;
}

export const EMPTY_STATE: ExploreState = {
  ...EMPTY_SLICE,
  sort: 'relevance',
  limit: 20,
  interval: 'auto',
  review: null,
};
