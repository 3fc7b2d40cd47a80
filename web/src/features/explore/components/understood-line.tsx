import type { Failure } from '../../../api/failure';
import type { SearchResponse } from '../../../api/types';
import { t } from '../../../messages/messages';
import { useExplore } from '../hooks/use-explore';
import { cutText } from '../state/understanding';
import { WideningChips } from './widening-chips';

interface Props {
  answer: SearchResponse | null;
  failure: Failure | null;
}

/** Under the query box: how the query was understood, or why it cannot be read, or how to write one. */
export function UnderstoodLine({ answer, failure }: Props) {
  const { state, update } = useExplore();
  if (failure?.kind === 'problem') {
    const { title, detail, hint, repair } = failure.problem;
    return (
      <p id="search-note" className="search-note fault" role="alert" title={title}>
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
  const isBlank = state.q === '' && state.clauses.length + state.nested.length === 0;
  const cut = answer && state.q !== '' ? cutText(answer) : '';
  return (
    <>
      <p id="search-note" className="search-note" aria-live="polite" title={answer?.parsed}>
        {isBlank && t('search.syntax')}
        {cut !== '' && `${t('search.understood')}${cut}`}
      </p>
      {answer && state.q !== '' && <WideningChips answer={answer} />}
    </>
  );
}
