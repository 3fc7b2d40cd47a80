import { t } from '../../messages/messages';
import { useSlice } from '../hooks/use-slice';
import { isWhole } from '../state/slice-state';
import { AddFilter } from './add-filter';
import { FilterPills } from './filter-pills';
import { QueryBox } from './query-box';
import { TimeRange } from './time-range';

interface Props {
  label: string;
  isFaulty?: boolean;
  noteId?: string;
  /** Whether `/` goes to its query. */
  hasShortcut?: boolean;
}

/** A second slice of a screen, with all that the first one has. */
export function SliceEditor({ label, isFaulty = false, noteId, hasShortcut = false }: Props) {
  const { slice } = useSlice();
  return (
    <div className="slice-editor" role="group" aria-label={label}>
      <div className="slice-editor-row">
        <QueryBox label={`${label}: ${t('search.label')}`} isFaulty={isFaulty} hasShortcut={hasShortcut} {...(noteId === undefined ? {} : { noteId })} />
        <TimeRange />
      </div>
      <div className="slice-editor-foot">
        <AddFilter name={`${label}: ${t('filter.add')}`} />
        {isWhole(slice) && <span className="quiet">{t('slice.whole')}</span>}
        <FilterPills />
      </div>
    </div>
  );
}
