import type { Pivot } from '../../../api/types';
import { whole } from '../../../lib/numbers';
import { t } from '../../../messages/messages';
import { SliceLink } from '../../../slice/components/slice-link';
import { useSlice } from '../../../slice/hooks/use-slice';
import { dimensionLabel } from '../../../slice/labels';
import { sliceBody } from '../../../slice/state/slice-body';
import { orderedValues, sizesOf } from '../../../slice/state/grid';
import { type PivotState, dimensionsOf } from '../state/pivot-state';
import { PivotTable } from './pivot-table';

const SEVERAL = new Set(['aspect', 'aspect_sentiment', 'opinion', 'flag', 'tag']);
const PAGES_SHOWN = 12;

/** One table, or one for each value of the third dimension. */
export function PivotTables({ state, answer }: { state: PivotState; answer: Pivot }) {
  const { names } = useSlice();
  if (answer.cells.length === 0) {
    return (
      <section className="panel empty" role="status">
        <h2>{t('pivot.empty')}</h2>
        <p>{t('pain.widen')}</p>
      </section>
    );
  }
  const several = dimensionsOf(state).filter((name) => SEVERAL.has(name)).map((name) => dimensionLabel(names, name));
  const pages = state.pages === '' ? [] : orderedValues(state.pages, sizesOf(answer.cells, 0));
  return (
    <>
      <p className="table-note">
        <SliceLink slice={sliceBody(state)} count={answer.total}>
          <span data-testid="pivot-total">{t('pivot.total', { total: whole(answer.total) })}</span>
        </SliceLink>
        {several.length > 0 && <span className="quiet">{t('pivot.multiple', { field: several.join('、') })}</span>}
      </p>
      {state.pages === '' ? (
        <PivotTable state={state} cells={answer.cells} fixed={[]} />
      ) : (
        pages.slice(0, PAGES_SHOWN).map((page) => <PivotTable key={page} state={state} cells={answer.cells} fixed={[page]} />)
      )}
      {pages.length > PAGES_SHOWN && <p className="quiet">{t('facet.more', { count: whole(pages.length) })}</p>}
    </>
  );
}
