import { useEffect, useMemo } from 'react';
import { t } from '../../messages/messages';
import { EmptyResult } from './components/empty-result';
import { FacetRail } from './components/facet-rail';
import { FailureNotice } from '../../slice/components/failure-notice';
import { ReviewDrawer } from './components/review-drawer';
import { ReviewList } from './components/review-list';
import { SearchBar } from './components/search-bar';
import { SummaryStrip } from './components/summary-strip';
import { TimelinePanel } from './components/timeline-panel';
import { isQueryFault } from '../../api/failure';
import { SliceContext } from '../../slice/hooks/use-slice';
import { ExploreContext, useExploredSlice, useExploreState } from './hooks/use-explore';
import { useResults } from './hooks/use-results';
import { namesOf } from '../../slice/names';
import { panelFields } from './state/facet-fields';

export function ExplorePage() {
  const { state, update } = useExploreState();
  const results = useResults(state);
  const { answer, failure, isStale, fields } = results;
  const explore = useMemo(
    () => ({ state, update, names: namesOf(fields), zone: fields?.zone ?? '' }),
    [state, update, fields],
  );
  const inHand = useExploredSlice(explore);
  useEffect(() => {
    document.title = [state.q, t('app.explore'), t('app.name')].filter((part) => part !== '').join(' · ');
  }, [state.q]);

  const queryFailure = failure && isQueryFault(failure) ? failure : null;
  const otherFailure = queryFailure ? null : failure;
  const staleness = !isStale ? '' : failure === null ? ' stale' : ' stale failed';
  const isEmpty = answer !== null && !isStale && answer.first.total === 0;
  return (
    <ExploreContext value={explore}>
     <SliceContext value={inHand}>
      <SearchBar answer={isStale ? null : (answer?.first ?? null)} failure={queryFailure} facets={results.facets} />
      <div className="explore-body">
        <FacetRail answer={answer} panels={panelFields(fields?.fields ?? [])} staleness={staleness} />
        <main className="explore-main" aria-busy={isStale && failure === null}>
          <h1 className="sr-only">{t('app.explore')}</h1>
          {otherFailure && (
            <FailureNotice
              title={t(results.isFieldsFailure ? 'error.fields' : 'error.search')}
              failure={otherFailure}
              retry={results.retry}
            />
          )}
          <div className={`results${staleness}`} hidden={answer === null && queryFailure !== null}>
            <SummaryStrip answer={answer} />
            <TimelinePanel answer={answer} />
            <div id="reviews" tabIndex={-1}>
              {isEmpty ? <EmptyResult isApproximateOffered={answer.first.approximate_available === true} /> : <ReviewList results={results} />}
            </div>
          </div>
        </main>
      </div>
      {state.review !== null && <ReviewDrawer id={state.review} hits={answer?.hits ?? []} />}
     </SliceContext>
    </ExploreContext>
  );
}
