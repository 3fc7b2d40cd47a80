import type { ReviewDetail } from '../../../api/types';
import { t } from '../../../messages/messages';
import { useExplore } from '../hooks/use-explore';
import { ReviewTime } from './review-time';

/** The service lists no more. */
const MOST = 20;

/** Other reviews with nearly the same text, each a click away. */
export function DuplicateList({ duplicates }: { duplicates: ReviewDetail['duplicates'] }) {
  const { update } = useExplore();
  if (duplicates.length === 0) return null;
  const count = duplicates.length;
  return (
    <>
      <h3 className="section">{t(count < MOST ? 'findings.duplicates' : 'findings.duplicatesMany', { count })}</h3>
      <ol className="versions duplicates">
        {duplicates.map((one) => (
          <li key={one.id}>
            <p className="quiet">
              <ReviewTime instant={one.created_at} precision="second" />{' '}
              <button type="button" className="link" aria-label={t('lookup.open', { id: one.id })} onClick={() => update({ review: one.id })}>
                {one.id}
              </button>
            </p>
            <p className="detail-text">{one.text}</p>
          </li>
        ))}
      </ol>
    </>
  );
}
