import { Tag } from 'antd';
import type { SearchResponse } from '../../../api/types';
import { t } from '../../../messages/messages';
import { useExplore } from '../hooks/use-explore';
import { synonymState, synonymText } from '../state/understanding';

/** What the query was widened by, each to be switched on or off; nothing is widened unasked. */
export function WideningChips({ answer }: { answer: SearchResponse }) {
  const { update } = useExplore();
  const synonyms = synonymState(answer);
  return (
    <>
      {answer.mode === 'approximate' && (
        <Tag className="approximate" closable={{ 'aria-label': t('approximate.off') }} onClose={() => update({ approximate: false })}>
          {t('approximate.label')}
        </Tag>
      )}
      {synonyms !== 'none' && answer.mode === 'exact' && (
        // The label says what the click does, so there is no pressed state besides.
        <button
          type="button"
          className="link"
          title={synonymText(answer)}
          onClick={() => update({ synonyms: synonyms !== 'applied' })}
        >
          {t(synonyms === 'applied' ? 'synonyms.off' : 'synonyms.on', { words: synonymText(answer) })}
        </button>
      )}
    </>
  );
}
