import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { whole } from '../../../lib/numbers';
import { t } from '../../../messages/messages';
import { useExplore } from '../hooks/use-explore';
import { fieldLabel } from '../../../slice/labels';
import { facetValuesQuery, VALUES_AT_MOST } from '../../../slice/queries/facet-values';
import { type AspectGroup, aspectGroups } from '../state/aspect-groups';
import { chosenValues, toggleMissing } from '../../../slice/state/edit-filters';
import { AspectRowView, FilterRow } from './aspect-row';
import { FacetRow } from './facet-row';

const SHOWN_SHORT = 8;

/** 属性: what reviews speak of, below its parents, with the share of complaints and praise. */
export function AspectPanel() {
  const { state, update, names } = useExplore();
  const [isLong, setLong] = useState(false);
  const aspects = useQuery(facetValuesQuery(state, 'aspect', '', VALUES_AT_MOST, true)).data;
  const judged = useQuery(facetValuesQuery(state, 'aspect_sentiment', '', VALUES_AT_MOST, true)).data;
  if (!aspects) return <div className="facet skeleton" />;

  const { clauses } = state;
  const judgedIds = [false, true].flatMap((not) => chosenValues(clauses, 'aspect_sentiment', not).map((value) => value.split(':')[0] ?? ''));
  const chosen = [...chosenValues(clauses, 'aspect', false), ...chosenValues(clauses, 'aspect', true), ...judgedIds];
  const groups = aspectGroups(names, { aspects, judged, chosen }, isLong ? VALUES_AT_MOST : SHOWN_SHORT);
  const top = Math.max(1, aspects.missing, ...groups.flatMap((group) => group.rows.map((row) => row.count)));
  return (
    <details className="facet" open>
      <summary>
        <span>{fieldLabel(names, 'aspect')}</span>
        <span className="quiet">{aspects.distinct > 0 ? whole(aspects.distinct) : ''}</span>
      </summary>
      {groups.map((group) => (
        <Group key={group.parent} group={group} top={top} />
      ))}
      {groups.length === 0 && aspects.missing === 0 && <p className="quiet">{t('facet.none')}</p>}
      {aspects.missing > 0 && (
        <ul>
          <FacetRow
            field="missing"
            row={{ value: 'aspect', count: aspects.missing }}
            top={top}
            onToggle={(choice) => update({ clauses: toggleMissing(clauses, 'aspect', choice), review: null })}
          />
        </ul>
      )}
      {aspects.distinct > SHOWN_SHORT && (
        <button type="button" className="link" onClick={() => setLong(!isLong)}>
          {isLong ? t('facet.less') : t('facet.more', { count: whole(aspects.distinct) })}
        </button>
      )}
    </details>
  );
}

function Group({ group: { parent, label, rows }, top }: { group: AspectGroup; top: number }) {
  return (
    <ul aria-label={label === '' ? undefined : label}>
      {parent !== null && (
        <FilterRow className="aspect-parent" value={parent} label={label} name={t('aspect.parent', { aspect: label })}>
          <span className="facet-label">{label}</span>
        </FilterRow>
      )}
      {rows.map((row) => (
        <AspectRowView key={row.id} row={row} top={top} />
      ))}
    </ul>
  );
}
