import { useQuery } from '@tanstack/react-query';
import { failureOf } from '../../../api/failure';
import type { Hit } from '../../../api/types';
import { t } from '../../../messages/messages';
import { FailureNotice } from '../../../slice/components/failure-notice';
import { SideDrawer } from '../../../slice/components/side-drawer';
import { useExplore } from '../hooks/use-explore';
import { reviewQuery } from '../queries/review';
import { ReviewDetailView } from './review-detail-view';

interface Props {
  id: string;
  hits: readonly Hit[];
}

/** A review beside the list of hits, whole. */
export function ReviewDrawer({ id, hits }: Props) {
  const { state, update } = useExplore();
  const review = useQuery(reviewQuery(id, state));
  const close = (): void => {
    update({ review: null });
    document.querySelector<HTMLElement>(`[data-review="${CSS.escape(id)}"]`)?.focus();
  };
  const at = hits.findIndex((hit) => hit.id === id);
  const show = (hit: Hit | undefined): void => {
    if (hit) update({ review: hit.id }, 'replace');
  };
  const steps = (
    <>
      <button type="button" className="link" disabled={at <= 0} onClick={() => show(hits[at - 1])}>
        {t('review.previous')}
      </button>
      <button type="button" className="link" disabled={at < 0 || at >= hits.length - 1} onClick={() => show(hits[at + 1])}>
        {t('review.next')}
      </button>
    </>
  );
  return (
    <SideDrawer title={t('review.drawer')} actions={steps} isBusy={review.isFetching} onClose={close}>
      {review.error && (
        <FailureNotice title={t('error.review')} failure={failureOf(review.error)} retry={() => void review.refetch()} />
      )}
      {review.data && <ReviewDetailView review={review.data} />}
      {review.isPending && <div className="skeleton drawer-skeleton" />}
    </SideDrawer>
  );
}
