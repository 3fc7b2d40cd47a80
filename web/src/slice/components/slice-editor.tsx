import { type Failure, isQueryFault } from '../../api/failure';
import { t } from '../../messages/messages';
import { useSlice } from '../hooks/use-slice';
import { isWhole } from '../state/slice-state';
import { AddFilter } from './add-filter';
import { FilterPills } from './filter-pills';
import { QueryBox } from './query-box';
import { QueryFault } from './slice-bar';
import { TimeRange } from './time-range';

interface Props {
  label: string;
  /** What is wrong with this slice's query. */
  failure: Failure | null;
  noteId: string;
  /** Whether `/` goes to its query. */
  hasShortcut?: boolean;
}

/** A second slice of a screen, with all that the first one has. */
export function SliceEditor({ label, failure, noteId, hasShortcut = false }: Props) {
  const { slice } = useSlice();
  const queryFailure = failure && isQueryFault(failure) ? failure : null;
  return (
    <div className="slice-editor" role="group" aria-label={label}>
      <div className="slice-editor-row">
        <QueryBox label={`${label}: ${t('search.label')}`} isFaulty={queryFailure !== null} hasShortcut={hasShortcut} noteId={noteId} />
        <TimeRange />
      </div>
      <div className="slice-editor-foot">
        <QueryFault failure={queryFailure} id={noteId} />
        <AddFilter name={`${label}: ${t('filter.add')}`} />
        {isWhole(slice) && <span className="quiet">{t('slice.whole')}</span>}
        <FilterPills />
      </div>
    </div>
  );
}
