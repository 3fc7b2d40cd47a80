import type { RefObject } from 'react';
import type { Hit } from '../../../api/types';
import { useExplore } from './use-explore';
import { useShortcuts } from '../../../slice/hooks/use-shortcuts';

/** `j` and `k` walk the cards, `o` opens the one in focus; an open drawer walks along. */
export function useCardKeys(list: RefObject<HTMLElement | null>, hits: readonly Hit[]): void {
  const { state, update } = useExplore();
  const cards = (): HTMLElement[] => [...(list.current?.querySelectorAll<HTMLElement>('[data-review]') ?? [])];
  const current = (): number => {
    const focused = cards().findIndex((card) => card.contains(document.activeElement));
    return focused >= 0 ? focused : hits.findIndex((hit) => hit.id === state.review);
  };
  const go = (step: 1 | -1): void => {
    const at = Math.min(Math.max(current() + step, 0), hits.length - 1);
    const hit = hits[at];
    if (!hit) return;
    cards()[at]?.focus();
    cards()[at]?.scrollIntoView({ block: 'nearest' });
    if (state.review !== null) update({ review: hit.id }, 'replace');
  };
  useShortcuts({
    j: () => go(1),
    k: () => go(-1),
    o: () => {
      const hit = hits[Math.max(current(), 0)];
      if (hit) update({ review: hit.id });
    },
  });
}
