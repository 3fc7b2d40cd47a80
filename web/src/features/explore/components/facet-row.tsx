import type { MouseEvent } from 'react';
import { whole } from '../../../lib/numbers';
import { isMessageKey, t } from '../../../messages/messages';
import { useExplore } from '../hooks/use-explore';
import { valueLabel } from '../../../slice/labels';
import { choiceOf } from '../../../slice/state/edit-filters';
import type { FacetRowData } from '../state/facet-rows';
import { isSentimentBucket } from '../../../slice/state/sentiment';
import { SentimentSign } from '../../../slice/components/sentiment-sign';

interface Props {
  /** The field to filter; `missing` for the row of reviews without a value. */
  field: string;
  row: FacetRowData;
  /** The largest count of the facet: the full bar. */
  top: number;
  onToggle: (choice: 'include' | 'exclude') => void;
}

export function FacetRow({ field, row, top, onToggle }: Props) {
  const { state, names } = useExplore();
  const choice = choiceOf(state.clauses, field, row.value);
  const label = field === 'missing' ? missingLabel(row.value) : valueLabel(names, field, row.value);
  const count = whole(row.count);
  const toggle = (event: MouseEvent): void => onToggle(event.altKey ? 'exclude' : 'include');
  return (
    <li className={`facet-row${choice ? ` ${choice}d` : ''}${row.count === 0 ? ' zero' : ''}`}>
      <button
        type="button"
        className="facet-value"
        aria-pressed={choice === 'include'}
        aria-label={t('facet.include', { value: label, count })}
        title={label}
        onClick={toggle}
      >
        <span className="facet-bar" style={{ inlineSize: `${(row.count / top) * 100}%` }} data-value={row.value} data-field={field} />
        <span className="facet-label">
          {field === 'sentiment' && isSentimentBucket(row.value) && <SentimentSign bucket={row.value} />}
          {label}
        </span>
        <span className="facet-count">{count}</span>
      </button>
      <button
        type="button"
        className="facet-exclude"
        aria-pressed={choice === 'exclude'}
        aria-label={t('facet.exclude', { value: label })}
        title={t('facet.excludeShort')}
        onClick={() => onToggle('exclude')}
      >
        <span aria-hidden="true">⊖</span>
      </button>
    </li>
  );
}

function missingLabel(field: string): string {
  const key = `missing.${field}`;
  return t(isMessageKey(key) ? key : 'facet.missing');
}
