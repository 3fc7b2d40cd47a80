import { memo, useState } from 'react';
import type { Hit } from '../../../api/types';
import { t } from '../../../messages/messages';
import { useExplore } from '../hooks/use-explore';
import { setMatch } from '../../../slice/state/edit-filters';
import type { Place } from '../state/findings';
import { FindingChips } from './finding-chips';
import { ReviewText } from './review-text';
import { ReviewTime } from './review-time';
import { SentimentBadge } from './sentiment-badge';
import { Stars } from '../../../slice/components/stars';

const NOWHERE: readonly Place[] = [];

export const ReviewCard = memo(function ReviewCard({ hit }: { hit: Hit }) {
  const { state, update } = useExplore();
  const [places, setPlaces] = useState<readonly Place[]>(NOWHERE);
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
          <ReviewText review={hit} part="title" places={places} />
        </h3>
      )}
      <p className="card-text">
        <ReviewText review={hit} part="text" places={places} />
      </p>
      {hit.append != null && hit.append !== '' && (
        <p className="card-note">
          <b>{t('review.append')}</b> <ReviewText review={hit} part="append" places={places} />
        </p>
      )}
      {hit.reply != null && hit.reply !== '' && (
        <p className="card-note reply">
          <b>{t('review.reply')}</b> <ReviewText review={hit} part="reply" places={places} />
        </p>
      )}
      <FindingChips aspects={hit.aspects} flags={hit.flags} onPoint={setPlaces} />
    </article>
  );
});

/** An id is `source:external id`, split at the first colon. */
function sourceOf(id: string): string {
  return id.slice(0, id.indexOf(':'));
}
