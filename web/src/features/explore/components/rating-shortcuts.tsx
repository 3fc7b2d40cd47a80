import { t } from '../../../messages/messages';
import { useExplore } from '../hooks/use-explore';
import { findClause, setMatch } from '../../../slice/state/edit-filters';
import type { Match } from '../../../slice/state/slice-state';

const SHORTCUTS = [
  { key: 'facet.bad', from: '0.5', to: '2' },
  { key: 'facet.fair', from: '2.5', to: '3.5' },
  { key: 'facet.good', from: '4', to: '5' },
] as const;

/** 差评 ≤ 2, 中评 > 2 and < 4, 好评 ≥ 4. */
export function RatingShortcuts() {
  const { state, update } = useExplore();
  const match = findClause(state.clauses, 'rating', false)?.match;
  return (
    <div className="rating-shortcuts">
      {SHORTCUTS.map(({ key, from, to }) => {
        const isOn = match?.kind === 'range' && match.from === from && match.to === to;
        const next: Match | null = isOn ? null : { kind: 'range', from, to };
        return (
          <button
            key={key}
            type="button"
            aria-pressed={isOn}
            onClick={() => update({ clauses: setMatch(state.clauses, 'rating', next), review: null })}
          >
            {t(key)}
          </button>
        );
      })}
    </div>
  );
}
