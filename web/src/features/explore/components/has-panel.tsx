import type { MouseEvent } from 'react';
import { t } from '../../../messages/messages';
import { useExplore } from '../hooks/use-explore';
import { choiceOf, toggleValue } from '../../../slice/state/edit-filters';

const PARTS = ['reply', 'append', 'image'] as const;

/** Parts a review may carry: excluding 商家回复 leaves the reviews that wait for one. The server does not count them. */
export function HasPanel() {
  const { state, update } = useExplore();
  const toggle = (part: string, choice: 'include' | 'exclude'): void =>
    update({ clauses: toggleValue(state.clauses, 'has', part, choice), review: null });
  return (
    <details className="facet" open>
      <summary>{t('facet.has')}</summary>
      <ul>
        {PARTS.map((part) => {
          const label = t(`has.${part}`);
          const choice = choiceOf(state.clauses, 'has', part);
          const onClick = (event: MouseEvent): void => toggle(part, event.altKey ? 'exclude' : 'include');
          return (
            <li key={part} className={choice ? `facet-row ${choice}d` : 'facet-row'}>
              <button
                type="button"
                className="facet-value"
                aria-pressed={choice === 'include'}
                aria-label={t('facet.toggle', { value: label })}
                onClick={onClick}
              >
                <span className="facet-label">{label}</span>
              </button>
              <button
                type="button"
                className="facet-exclude"
                aria-pressed={choice === 'exclude'}
                aria-label={t('facet.exclude', { value: label })}
                title={t('facet.excludeShort')}
                onClick={() => toggle(part, 'exclude')}
              >
                <span aria-hidden="true">⊖</span>
              </button>
            </li>
          );
        })}
      </ul>
    </details>
  );
}
