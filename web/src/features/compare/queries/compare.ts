import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { postCompare, postTerms } from '../../../api/client';
import type { SideName, Sides } from '../../../slice/state/sides-codec';
import { compareBody, isSame, termsBody } from '../state/compare-state';

export function compareQuery(sides: Sides) {
  const body = compareBody(sides);
  return queryOptions({
    queryKey: ['compare', body],
    queryFn: ({ signal }) => postCompare(body, signal),
    placeholderData: keepPreviousData,
    enabled: !isSame(sides),
  });
}

export function termsQuery(sides: Sides, side: SideName) {
  const body = termsBody(sides, side);
  return queryOptions({
    queryKey: ['terms', body],
    queryFn: ({ signal }) => postTerms(body, signal),
    placeholderData: keepPreviousData,
    enabled: !isSame(sides),
  });
}
