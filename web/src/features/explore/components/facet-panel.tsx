import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Facet } from '../../../api/types';
import { whole } from '../../../lib/numbers';
import { t } from '../../../messages/messages';
import { useExplore } from '../hooks/use-explore';
import { useImeInput } from '../../../slice/hooks/use-ime-input';
import { fieldLabel } from '../../../slice/labels';
import { facetValuesQuery, VALUES_AT_MOST } from '../../../slice/queries/facet-values';
import { FACET_LIMIT } from '../queries/search';
import { chosenValues, toggleMissing, toggleValue } from '../../../slice/state/edit-filters';
import { facetRows } from '../state/facet-rows';
import { FacetRow } from './facet-row';
import { RatingShortcuts } from './rating-shortcuts';

const SHOWN_SHORT = 8;
const SEARCH_FROM = 9;
const LOAD_STEPS = [FACET_LIMIT, 100, VALUES_AT_MOST];

interface Props {
  field: string;
  facet: Facet | undefined;
}

export function FacetPanel({ field, facet: loaded }: Props) {
  const { state, update, names } = useExplore();
  const [step, setStep] = useState(-1);
  const [contains, setContains] = useState('');
  const box = useImeInput(contains, setContains);
  const isSearching = contains.trim() !== '';
  const limit = isSearching ? LOAD_STEPS[1] : LOAD_STEPS[Math.max(step, 0)];
  const isWider = isSearching || step > 0;
  const wider = useQuery(facetValuesQuery(state, field, contains.trim(), limit ?? FACET_LIMIT, isWider));
  const facet = (isWider ? wider.data : undefined) ?? loaded;
  if (!facet) return null;

  const label = fieldLabel(names, field);
  const chosen = [...chosenValues(state.clauses, field, false), ...chosenValues(state.clauses, field, true)];
  const rows = facetRows(field, facet, isSearching ? [] : chosen);
  const isLong = field !== 'rating' && field !== 'sentiment';
  const shown = isLong && step < 0 && !isSearching ? rows.slice(0, SHOWN_SHORT) : rows;
  const top = Math.max(facet.missing, ...rows.map((row) => row.count), 1);
  const all = Math.max(loaded?.distinct ?? 0, rows.length);
  const isMore = shown.length < rows.length || (rows.length < facet.distinct && step < LOAD_STEPS.length - 1);
  const canGrow = isLong && !isSearching && isMore;
  return (
    <details className="facet" open={rows.length > 0 || isSearching}>
      <summary>
        <span>{label}</span>
        <span className="quiet">{isLong && all > 0 ? whole(loaded?.distinct ?? all) : ''}</span>
      </summary>
      {field === 'rating' && <RatingShortcuts />}
      {isLong && (box.text !== '' || all >= SEARCH_FROM) && (
        <input
          className="facet-search"
          type="search"
          aria-label={t('facet.search', { field: label })}
          placeholder={t('facet.search', { field: label })}
          {...box.inputProps}
        />
      )}
      <ul>
        {shown.map((row) => (
          <FacetRow
            key={row.value}
            field={field}
            row={row}
            top={top}
            onToggle={(choice) => update({ clauses: toggleValue(state.clauses, field, row.value, choice), review: null })}
          />
        ))}
        {!isSearching && facet.missing > 0 && (
          <FacetRow
            field="missing"
            row={{ value: field, count: facet.missing }}
            top={top}
            onToggle={(choice) => update({ clauses: toggleMissing(state.clauses, field, choice), review: null })}
          />
        )}
      </ul>
      {rows.length === 0 && !isSearching && facet.missing === 0 && <p className="quiet">{t('facet.none')}</p>}
      {isSearching && rows.length === 0 && !wider.isFetching && <p className="quiet">{t('facet.noMatch')}</p>}
      {canGrow && (
        <button type="button" className="link" onClick={() => setStep(step + 1)}>
          {t('facet.more', { count: whole(all) })}
        </button>
      )}
      {step >= 0 && !canGrow && !isSearching && (
        <button type="button" className="link" onClick={() => setStep(-1)}>
          {t('facet.less')}
        </button>
      )}
    </details>
  );
}
