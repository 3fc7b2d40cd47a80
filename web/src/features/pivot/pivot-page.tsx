import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { failureOf } from '../../api/failure';
import { t } from '../../messages/messages';
import { PanelFailure } from '../../slice/components/panel-failure';
import { SliceBar } from '../../slice/components/slice-bar';
import { useNames } from '../../slice/hooks/use-names';
import { SliceContext } from '../../slice/hooks/use-slice';
import { useSteady } from '../../slice/hooks/use-steady';
import { useUrlState } from '../../slice/hooks/use-url-state';
import { pivotQuery } from '../../slice/queries/pivot';
import { PivotActions } from './components/pivot-actions';
import { PivotControls } from './components/pivot-controls';
import { PivotTables } from './components/pivot-tables';
import { dimensionsOf, formatPivot, parsePivot } from './state/pivot-state';

const CODEC = { path: '/pivot', parse: parsePivot, format: formatPivot };

export function PivotPage() {
  const { state, update } = useUrlState(CODEC);
  const { names, zone } = useNames();
  const dimensions = dimensionsOf(state);
  const found = useQuery(pivotQuery(state, dimensions));
  const { shown, staleness } = useSteady(found);
  const inHand = useMemo(() => ({ slice: state, update, names, zone }), [state, update, names, zone]);
  useEffect(() => {
    document.title = [state.q, t('app.pivot'), t('app.name')].filter((part) => part !== '').join(' · ');
  }, [state.q]);

  const failure = found.error ? failureOf(found.error) : null;
  return (
    <SliceContext value={inHand}>
      <SliceBar failure={failure}>
        <PivotActions state={state} answer={staleness === '' ? shown : undefined} />
      </SliceBar>
      <main id="main" className="screen" tabIndex={-1} aria-busy={found.isFetching}>
        <h1 className="sr-only">{t('app.pivot')}</h1>
        <PivotControls state={state} update={update} />
        <PanelFailure title={t('pivot.failed')} of={found} />
        <div className={`pivot-results${staleness}`} data-testid="pivot-results" hidden={shown === undefined && failure !== null}>
          {/* Another choice of dimensions is another table: the earlier answer has other columns. */}
          {shown && staleness === '' ? <PivotTables state={state} answer={shown} /> : <div className="skeleton pivot-skeleton" />}
        </div>
      </main>
    </SliceContext>
  );
}
