import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { failureOf } from '../../../api/failure';
import type { Hit } from '../../../api/types';
import { t } from '../../../messages/messages';
import { useExplore } from '../hooks/use-explore';
import { useShortcuts } from '../../../slice/hooks/use-shortcuts';
import { reviewQuery } from '../queries/review';
import { FailureNotice } from '../../../slice/components/failure-notice';
import { ReviewDetailView } from './review-detail-view';

interface Props {
  id: string;
  hits: readonly Hit[];
}

/** Beside the list, not over it: the list stays in reach of keys and pointer. */
export function ReviewDrawer({ id, hits }: Props) {
  const { state, update } = useExplore();
  const review = useQuery(reviewQuery(id, state));
  const panel = useRef<HTMLElement>(null);
  const close = (): void => {
    update({ review: null });
    document.querySelector<HTMLElement>(`[data-review="${CSS.escape(id)}"]`)?.focus();
  };
  useShortcuts({ Escape: close });
  useEffect(() => panel.current?.focus(), []);
  const at = hits.findIndex((hit) => hit.id === id);
  const show = (hit: Hit | undefined): void => {
    if (hit) update({ review: hit.id }, 'replace');
  };
  return (
    <section ref={panel} className="drawer" role="dialog" aria-label={t('review.drawer')} tabIndex={-1}>
      <div className="drawer-head">
        <h2>{t('review.drawer')}</h2>
        <button type="button" className="link" disabled={at <= 0} onClick={() => show(hits[at - 1])}>
          {t('review.previous')}
        </button>
        <button type="button" className="link" disabled={at < 0 || at >= hits.length - 1} onClick={() => show(hits[at + 1])}>
          {t('review.next')}
        </button>
        <button type="button" className="drawer-close" aria-label={t('review.close')} onClick={close}>
          ✕
        </button>
      </div>
      <div className="drawer-body" tabIndex={0} aria-busy={review.isFetching}>
        {review.error && (
          <FailureNotice title={t('error.review')} failure={failureOf(review.error)} retry={() => void review.refetch()} />
        )}
        {review.data && <ReviewDetailView review={review.data} />}
        {review.isPending && <div className="skeleton drawer-skeleton" />}
      </div>
    </section>
  );
}
