import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { postPainPoints } from '../../../api/client';
import { type PainState, painBody } from '../state/pain-state';

/** The points of a slice; their order on the screen is the screen's own. */
export function painPointsQuery(state: PainState) {
  const body = painBody(state);
  return queryOptions({
    queryKey: ['pain-points', body],
    queryFn: ({ signal }) => postPainPoints(body, signal),
    placeholderData: keepPreviousData,
  });
}
