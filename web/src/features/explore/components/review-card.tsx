import { memo } from 'react';
import type { Hit } from '../../../api/types';
import { t } from '../../../messages/messages';
import { useExplore } from '../hooks/use-explore';
import { setMatch } from '../state/edit-filters';
import { MarkedText } from './marked-text';
import { ReviewTime } from './review-time';
import { SentimentBadge } from './sentiment-badge';
import { Stars } from './stars';

export const ReviewCard = memo(function ReviewCard({ hit }: { hit: Hit }) {
  const { state, update } = useExplore();
  const source = sourceOf(hit.id);
  const only = (field: string, value: string): void =>
    update({ clauses: setMatch(state.clauses, field, { kind: 'values', values: [value] }), review: null });
  const isOpen = state.review === hit.id;
  return (
    <article className={isOpen ? 'card open' : 'card'} tabIndex={-1} data-review={hit.id} aria-current={isOpen}>
      <div className="card-head">
        <Stars rating={hit.rating} />
        <SentimentBadge sentiment={hit.sentiment} />
        {hit.item_name != null ? (
          <button type="button" className="link item" title={t('review.onlyItem', { item: hit.item_name })} onClick={() => only('item', hit.item_name ?? '')}>
            {hit.item_name}
          </button>
        ) : (
          <span className="quiet item">{t('review.noItem')}</span>
        )}
        <button type="button" className="link quiet" title={t('review.onlySource', { source })} onClick={() => only('source', source)}>
          {source}
        </button>
        <span className="card-end">
          <ReviewTime instant={hit.created_at} precision={hit.created_precision} />
          <button type="button" className="link" onClick={() => update({ review: hit.id })}>
            {t('review.open')}
          </button>
        </span>
      </div>
      {hit.title != null && hit.title !== '' && (
        <h3>
          <MarkedText text={hit.title} ranges={hit.title_highlights} />
        </h3>
      )}
      <p className="card-text">
        <MarkedText text={hit.text} ranges={hit.highlights} />
      </p>
      {hit.append != null && hit.append !== '' && (
        <p className="card-note">
          <b>{t('review.append')}</b> <MarkedText text={hit.append} ranges={hit.append_highlights} />
        </p>
      )}
      {hit.reply != null && hit.reply !== '' && (
        <p className="card-note reply">
          <b>{t('review.reply')}</b> <MarkedText text={hit.reply} ranges={hit.reply_highlights} />
        </p>
      )}
    </article>
  );
});

/** An id is `source:external id`, split at the first colon. */
function sourceOf(id: string): string {
  return id.slice(0, id.indexOf(':'));
}
