// How the service understood a query, as words under the box.
import type { SearchResponse } from '../../../api/types';

type Understood = Pick<SearchResponse, 'understood' | 'synonyms'>;

/** The cut of each term: `上菜|出菜 + 慢；排队`; empty when the query has no words. */
export function cutText({ understood }: Understood): string {
  const groups = understood.filter((pieces) => pieces.length > 0);
  return groups.map((pieces) => pieces.join(' + ')).join('；');
}

/** Whether other words are at hand, and whether they were searched too. */
export function synonymState({ synonyms }: Understood): 'none' | 'available' | 'applied' {
  if (synonyms.length === 0) return 'none';
  return synonyms.every((entry) => entry.applied) ? 'applied' : 'available';
}

/** `出菜 = 上菜、传菜；排队 = 等位` */
export function synonymText({ synonyms }: Understood): string {
  return synonyms.map(({ piece, words }) => `${piece} = ${words.join('、')}`).join('；');
}
