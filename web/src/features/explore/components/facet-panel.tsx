import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Facet } from '../../../api/types';
import { whole } from '../../../lib/numbers';
import { t } from '../../../messages/messages';
import { useExplore } from '../hooks/use-explore';
import { fieldLabel, valueLabel } from '../labels';
import { FACET_LIMIT, facetQuery } from '../queries/search';
import { chosenValues, toggleMissing, toggleValue } from '../state/edit-filters';
import { facetRows } from '../state/facet-rows';
import { FacetRow } from './facet-row';
import { RatingShortcuts } from './rating-shortcuts';

const SHOWN_SHORT = 8;
const SEARCH_FROM = 9;
const LOAD_STEPS = [FACET_LIMIT, 100, 500];

interface Props {
  field: string;
  facet: Facet | undefined;
}

export function FacetPanel({ field, facet: loaded }: Props) {
  const { state, update, names } = useExplore();
  const [step, setStep] = useState(-1);
  const [contains, setContains] = useState('');
  const limit = LOAD_STEPS[contains === '' ? Math.max(step, 0) : LOAD_STEPS.length - 1] ?? FACET_LIMIT;
  const wider = useQuery(facetQuery(state, field, limit));
  const facet = (limit > FACET_LIMIT ? wider.data?.facets?.[field] : undefined) ?? loaded;
  if (!facet) return null;

  const label = fieldLabel(names, field);
  const chosen = [...chosenValues(state.clauses, field, false), ...chosenValues(state.clauses, field, true)];
  const rows = facetRows(field, facet, chosen);
  const found = rows.filter((row) => valueLabel(names, field, row.value).includes(contains.trim()));
  const isLong = field !== 'rating' && field !== 'sentiment';
  const shown = isLong && step < 0 && contains === '' ? found.slice(0, SHOWN_SHORT) : found;
  const top = Math.max(facet.missing, ...rows.map((row) => row.count), 1);
  const canGrow = isLong && contains === '' && (shown.length < rows.length || (rows.length < facet.distinct && step < LOAD_STEPS.length - 1));
  return (
    <details className="facet" open={rows.length > 0}>
      <summary>
        <span>{label}</span>
        <span className="quiet">{isLong && facet.distinct > 0 ? whole(facet.distinct) : ''}</span>
      </summary>
      {field === 'rating' && <RatingShortcuts />}
      {isLong && Math.max(facet.distinct, rows.length) >= SEARCH_FROM && (
        <input
          className="facet-search"
          type="search"
          value={contains}
          aria-label={t('facet.search', { field: label })}
          placeholder={t('facet.search', { field: label })}
          onChange={(event) => setContains(event.target.value)}
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
        {contains === '' && facet.missing > 0 && (
          <FacetRow
            field="missing"
            row={{ value: field, count: facet.missing }}
            top={top}
            onToggle={(choice) => update({ clauses: toggleMissing(state.clauses, field, choice), review: null })}
          />
        )}
      </ul>
      {rows.length === 0 && facet.missing === 0 && <p className="quiet">{t('facet.none')}</p>}
      {contains !== '' && found.length === 0 && <p className="quiet">{t('facet.noMatch')}</p>}
      {canGrow && (
        <button type="button" className="link" onClick={() => setStep(step + 1)}>
          {t('facet.more', { count: whole(Math.max(facet.distinct, rows.length)) })}
        </button>
      )}
      {step >= 0 && !canGrow && contains === '' && (
        <button type="button" className="link" onClick={() => setStep(-1)}>
          {t('facet.less')}
        </button>
      )}
    </details>
  );
}
