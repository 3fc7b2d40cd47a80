import type { Failure } from '../../../api/failure';
import { t } from '../../../messages/messages';
import { useExplore } from '../hooks/use-explore';

interface Props {
  understood: readonly (readonly string[])[] | null;
  failure: Failure | null;
}

/** Under the query box: how the query was cut, or why it cannot be read, or how to write one. */
export function UnderstoodLine({ understood, failure }: Props) {
  const { state } = useExplore();
  if (failure?.kind === 'problem') {
    const { title, detail, hint } = failure.problem;
    return (
      <p id="search-note" className="search-note fault" role="alert" title={title}>
        {detail ?? title}
        <span className="repair">{hint}</span>
      </p>
    );
  }
  const groups = (understood ?? []).filter((pieces) => pieces.length > 0);
  const cut = groups.map((pieces) => pieces.join(' + ')).join('；');
  const isBlank = state.q === '' && state.clauses.length === 0;
  return (
    <p id="search-note" className="search-note" aria-live="polite">
      {isBlank && t('search.syntax')}
      {state.q !== '' && cut !== '' && `${t('search.understood')}${cut}`}
    </p>
  );
}
