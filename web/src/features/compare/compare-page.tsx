import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { failureOf } from '../../api/failure';
import { t } from '../../messages/messages';
import { PanelFailure } from '../../slice/components/panel-failure';
import { useSteady } from '../../slice/hooks/use-steady';
import { useUrlState } from '../../slice/hooks/use-url-state';
import { type Sides, compareSearch, sidesOf } from '../../slice/state/sides-codec';
import { AspectTable } from './components/aspect-table';
import { CompareActions } from './components/compare-actions';
import { CompareStart } from './components/compare-start';
import { Distributions } from './components/distributions';
import { FigureTable } from './components/figure-table';
import { OpinionLists } from './components/opinion-lists';
import { SideEditors } from './components/side-editors';
import { TermLists } from './components/term-lists';
import { compareQuery } from './queries/compare';
import { isSame } from './state/compare-state';

const CODEC = { path: '/compare', parse: sidesOf, format: (sides: Sides): string => compareSearch(sides) };

export function ComparePage() {
  const { state: sides, update } = useUrlState(CODEC);
  const found = useQuery(compareQuery(sides));
  const { shown: answer, staleness } = useSteady(found);
  useEffect(() => {
    document.title = `${t('app.compare')} · ${t('app.name')}`;
  }, []);

  const same = isSame(sides);
  const failure = found.error && !same ? failureOf(found.error) : null;
  return (
    <main id="main" className="screen" tabIndex={-1} aria-busy={found.isFetching}>
      <h1 className="sr-only">{t('app.compare')}</h1>
      <CompareActions sides={sides} update={update} answer={staleness === '' && !same ? answer : undefined} />
      <SideEditors sides={sides} update={update} failure={failure} />
      {!same && <PanelFailure title={t('compare.failed')} of={found} />}
      {same && <CompareStart />}
      {!same && (
        <div className={`compare-results${staleness}`} data-testid="compare-results" hidden={answer === undefined && failure !== null}>
          {answer ? (
            <>
              {answer.overlap > 0 && <p className="notice-line" role="note">{`⚠ ${t('compare.overlap', { count: answer.overlap })}`}</p>}
              <div className="compare-columns">
                <FigureTable answer={answer} />
                <Distributions answer={answer} />
              </div>
              <AspectTable answer={answer} />
              <div className="compare-columns">
                <OpinionLists answer={answer} />
                <TermLists sides={sides} />
              </div>
            </>
          ) : (
            <div className="skeleton compare-skeleton" />
          )}
        </div>
      )}
    </main>
  );
}
