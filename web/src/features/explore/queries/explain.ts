import { queryOptions } from '@tanstack/react-query';
import { postExplain, postSearch } from '../../../api/client';
import type { Explanation } from '../../../api/types';
import type { ExploreState } from '../state/explore-state';
import { explainBody, phraseOf } from '../state/explanation';

const CANDIDATES = 5;

/** Why a review is in the list on the screen, or what keeps it out. */
export function explainQuery(id: string, state: ExploreState) {
  const body = explainBody(id, state);
  return queryOptions({
    queryKey: ['explain', body],
    queryFn: ({ signal }) => postExplain(body, signal),
  });
}

export interface Lookup {
  explanation: Explanation;
  /** Ids of reviews that may be meant, when nothing has the id that was typed. */
  candidates: { id: string; text: string }[];
}

/** Looks for what someone pasted: an id, an external id, or words of the review itself. */
export function lookupQuery(typed: string, state: ExploreState) {
  const body = explainBody(typed, state);
  return queryOptions({
    queryKey: ['lookup', body],
    queryFn: async ({ signal }): Promise<Lookup> => {
      const explanation = await postExplain(body, signal);
      const by = explanation.excluded_by;
      if (by?.kind !== 'not_imported') return { explanation, candidates: [] };
      const sameId = by.suggestions.map((id) => ({ id, text: id }));
      const found = await postSearch({ q: phraseOf(typed), limit: CANDIDATES, summary: false }, signal);
      return { explanation, candidates: [...sameId, ...found.hits.map(({ id, text }) => ({ id, text }))] };
    },
  });
}
