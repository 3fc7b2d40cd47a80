import { useRef } from 'react';
import type { Failure } from '../../../api/failure';
import type { SearchResponse } from '../../../api/types';
import { t } from '../../../messages/messages';
import { useExplore } from '../hooks/use-explore';
import { useImeInput } from '../hooks/use-ime-input';
import { useShortcuts } from '../hooks/use-shortcuts';
import { CopyAsApi } from './copy-as-api';
import { ExportButton } from './export-button';
import { FilterPills } from './filter-pills';
import { KeysDialog } from './keys-dialog';
import { TimeRange } from './time-range';
import { UnderstoodLine } from './understood-line';

interface Props {
  answer: SearchResponse | null;
  failure: Failure | null;
  facets: readonly string[];
}

export function SearchBar({ answer, failure, facets }: Props) {
  const { state, update } = useExplore();
  const input = useRef<HTMLInputElement>(null);
  const isTyping = useRef(false);
  // The first pause while typing makes a history entry; the following ones refine it.
  const box = useImeInput(state.q, (q, how) => {
    update({ q, approximate: false, review: null }, how === 'typed' && isTyping.current ? 'replace' : 'push');
    isTyping.current = how === 'typed';
  });
  const focus = (): void => {
    input.current?.focus();
    input.current?.select();
  };
  useShortcuts({ '/': focus });

  return (
    <search className="search-bar">
      <div className="search-row">
        <div className="search-box">
          <input
            ref={input}
            type="text"
            name="q"
            autoComplete="off"
            spellCheck={false}
            aria-label={t('search.label')}
            aria-invalid={failure !== null}
            aria-describedby="search-note"
            placeholder={t('search.placeholder')}
            onBlur={() => (isTyping.current = false)}
            {...box.inputProps}
          />
          {box.text === '' ? (
            <kbd aria-hidden="true">/</kbd>
          ) : (
            <button type="button" aria-label={t('search.clear')} onClick={() => (box.set(''), focus())}>
              ✕
            </button>
          )}
        </div>
        <TimeRange />
        <CopyAsApi facets={facets} />
        <ExportButton />
        <KeysDialog />
      </div>
      <div className="search-foot">
        <UnderstoodLine answer={answer} failure={failure} />
        <FilterPills />
      </div>
    </search>
  );
}
