import type { Failure } from '../../../api/failure';
import type { SearchResponse } from '../../../api/types';
import { t } from '../../../messages/messages';
import { CopyAsApi } from '../../../slice/components/copy-as-api';
import { FilterPills } from '../../../slice/components/filter-pills';
import { type Key, KeysDialog } from '../../../slice/components/keys-dialog';
import { QueryBox } from '../../../slice/components/query-box';
import { TimeRange } from '../../../slice/components/time-range';
import { useExplore } from '../hooks/use-explore';
import { FACET_LIMIT } from '../queries/search';
import { searchBody } from '../state/search-body';
import { ExportButton } from './export-button';
import { UnderstoodLine } from './understood-line';

const KEYS: readonly Key[] = [
  ['j', 'keys.next'],
  ['k', 'keys.previous'],
  ['o', 'keys.open'],
  ['Esc', 'keys.close'],
];

interface Props {
  answer: SearchResponse | null;
  failure: Failure | null;
  facets: readonly string[];
}

export function SearchBar({ answer, failure, facets }: Props) {
  const { state } = useExplore();
  return (
    <search className="search-bar">
      <div className="search-row">
        <QueryBox label={t('search.label')} isFaulty={failure !== null} noteId="search-note" />
        <TimeRange />
        <CopyAsApi calls={() => [{ path: 'search', body: searchBody(state, facets, FACET_LIMIT) }]} />
        <ExportButton />
        <KeysDialog more={KEYS} />
      </div>
      <div className="search-foot">
        <UnderstoodLine answer={answer} failure={failure} />
        <FilterPills />
      </div>
    </search>
  );
}
