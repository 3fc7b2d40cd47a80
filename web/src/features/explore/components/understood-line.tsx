import type { Failure } from '../../../api/failure';
import { t } from '../../../messages/messages';

interface Props {
  understood: readonly (readonly string[])[] | null;
  failure: Failure | null;
  q: string;
}

/** Under the query box: how the query was cut, or why it cannot be read. Always one line high. */
export function UnderstoodLine({ understood, failure, q }: Props) {
  if (failure?.kind === 'problem') {
    const { title, detail, hint, faults } = failure.problem;
    const fault = faults?.[0];
    const repair = hint ?? fault?.hint;
    return (
      <p id="search-note" className="search-note fault" role="alert">
        {`${t('search.fault')}：${detail ?? fault?.detail ?? title}`}
        {repair && <span className="repair">{repair}</span>}
      </p>
    );
  }
  const groups = (understood ?? []).filter((pieces) => pieces.length > 0);
  return (
    <p id="search-note" className="search-note" aria-live="polite">
      {q !== '' && groups.length > 0 && t('search.understood') + groups.map((pieces) => pieces.join(' + ')).join('；')}
    </p>
  );
}
