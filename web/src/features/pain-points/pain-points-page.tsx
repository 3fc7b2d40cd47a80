import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { failureOf, isFaultAt } from '../../api/failure';
import { t } from '../../messages/messages';
import { PanelFailure } from '../../slice/components/panel-failure';
import { SliceBar } from '../../slice/components/slice-bar';
import { useNames } from '../../slice/hooks/use-names';
import { SliceContext } from '../../slice/hooks/use-slice';
import { useUrlState } from '../../slice/hooks/use-url-state';
import { useSteady } from '../../slice/hooks/use-steady';
import { MatrixPanel } from './components/matrix-panel';
import { OpinionPanel } from './components/opinion-panel';
import { PainActions } from './components/pain-actions';
import { PainControls } from './components/pain-controls';
import { PainSummary } from './components/pain-summary';
import { PointTable } from './components/point-table';
import { WaterfallPanel } from './components/waterfall-panel';
import { painPointsQuery } from './queries/pain-points';
import { formatPain, parsePain } from './state/pain-state';

const CODEC = { path: '/pain-points', parse: parsePain, format: formatPain };

export function PainPointsPage() {
  const { state, update } = useUrlState(CODEC);
  const { names, zone } = useNames();
  const found = useQuery(painPointsQuery(state));
  const { shown: answer, staleness } = useSteady(found);
  const inHand = useMemo(() => ({ slice: state, update, names, zone }), [state, update, names, zone]);
  useEffect(() => {
    document.title = [state.q, t('app.painPoints'), t('app.name')].filter((part) => part !== '').join(' · ');
  }, [state.q]);

  const failure = found.error ? failureOf(found.error) : null;
  const isBaselineFault = failure !== null && isFaultAt(failure, '/baseline');
  return (
    <SliceContext value={inHand}>
      <SliceBar failure={isBaselineFault ? null : failure}>
        <PainActions state={state} answer={staleness === '' ? answer : undefined} />
      </SliceBar>
      <main id="main" className="screen" tabIndex={-1} aria-busy={found.isFetching}>
        <h1 className="sr-only">{t('app.painPoints')}</h1>
        <PainControls state={state} update={update} failure={isBaselineFault ? failure : null} />
        <PanelFailure title={t('pain.failed')} of={found} />
        <div className={`pain-results${staleness}`} data-testid="pain-results" hidden={answer === undefined && failure !== null}>
          <PainSummary state={state} answer={answer} />
          <div className="pain-columns">
            <PointTable state={state} answer={answer} />
            <div className="pain-side">
              <WaterfallPanel state={state} answer={answer} />
              <OpinionPanel />
            </div>
          </div>
          <MatrixPanel />
          {answer && answer.method !== '' && (
            <details className="method">
              <summary>{t('pain.method')}</summary>
              <p>{answer.method}</p>
            </details>
          )}
        </div>
      </main>
    </SliceContext>
  );
}
