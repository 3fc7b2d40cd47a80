import type { ReactNode } from 'react';
import { type Failure, isQueryFault } from '../../api/failure';
import { t } from '../../messages/messages';
import { useSlice } from '../hooks/use-slice';
import { AddFilter } from './add-filter';
import { FilterPills } from './filter-pills';
import { KeysDialog } from './keys-dialog';
import { QueryBox } from './query-box';
import { TimeRange } from './time-range';

interface Props {
  failure: Failure | null;
  /** What the screen does with the slice: copy, export. */
  children: ReactNode;
}

/** The slice on top of a screen that has no list: query, period, filters. */
export function SliceBar({ failure, children }: Props) {
  const queryFailure = failure && isQueryFault(failure) ? failure : null;
  return (
    <search className="search-bar">
      <div className="search-row">
        <QueryBox label={t('search.label')} isFaulty={queryFailure !== null} noteId="search-note" />
        <TimeRange />
        {children}
        <KeysDialog />
      </div>
      <div className="search-foot">
        <QueryFault failure={queryFailure} id="search-note" />
        <AddFilter />
        <FilterPills />
      </div>
    </search>
  );
}

/** Why a query cannot be read, with the repair that can. */
export function QueryFault({ failure, id }: { failure: Failure | null; id: string }) {
  const { update } = useSlice();
  if (failure?.kind !== 'problem') return null;
  const { title, detail, hint, repair } = failure.problem;
  return (
    <p id={id} className="search-note fault" role="alert" title={title}>
      {detail ?? title}
      {repair == null ? (
        <span className="repair">{hint}</span>
      ) : (
        <button type="button" className="link repair" onClick={() => update({ q: repair })}>
          {hint ?? repair}
        </button>
      )}
    </p>
  );
}
