import { useState } from 'react';
import type { ReviewDetail } from '../../../api/types';
import { whole } from '../../../lib/numbers';
import { t } from '../../../messages/messages';
import { useExplore } from '../hooks/use-explore';
import { fieldLabel } from '../../../slice/labels';
import type { Place } from '../state/findings';
import { CorrectionPanel } from './correction-panel';
import { DuplicateList } from './duplicate-list';
import { FindingsPanel, FlagList } from './findings-panel';
import { ReviewText } from './review-text';
import { ReviewTime } from './review-time';
import { ReviewVersions } from './review-versions';
import { SentimentBadge } from './sentiment-badge';
import { Stars } from '../../../slice/components/stars';
import { WhyPanel } from './why-panel';

export function ReviewDetailView({ review }: { review: ReviewDetail }) {
  const [places, setPlaces] = useState<readonly Place[]>([]);
  return (
    <>
      <div className="detail-head">
        <Stars rating={review.rating} />
        <SentimentBadge sentiment={review.sentiment} />
        {review.correction && <span className="corrected">✎ {t('correct.done')}</span>}
        <ReviewTime instant={review.created_at} precision={review.created_precision} />
      </div>
      <p className="detail-item">{review.item_name ?? t('review.noItem')}</p>
      {review.title && (
        <h3 className="title">
          <ReviewText review={review} part="title" places={places} />
        </h3>
      )}
      <p className="detail-text">
        <ReviewText review={review} part="text" places={places} />
      </p>
      {review.append && (
        <>
          <h3 className="section">{t('review.append')}</h3>
          <p className="detail-text">
            <ReviewText review={review} part="append" places={places} />
          </p>
        </>
      )}
      {review.reply && (
        <>
          <h3 className="section">{t('review.reply')}</h3>
          <p className="detail-text reply"><ReviewText review={review} part="reply" places={places} /></p>
        </>
      )}
      <h3 className="section">{t('findings.title')}</h3>
      <FindingsPanel review={review} onPoint={setPlaces} />
      {review.flags.length > 0 && (
        <>
          <h3 className="section">{t('findings.flags')}</h3>
          <FlagList flags={review.flags} />
        </>
      )}
      <CorrectionPanel key={review.id} review={review} />
      <DuplicateList duplicates={review.duplicates} />
      <h3 className="section">{t('why.title')}</h3>
      <WhyPanel review={review} />
      <h3 className="section">{t('review.attributes')}</h3>
      <AttributeList review={review} />
      <h3 className="section">{t('review.versions')}</h3>
      <ReviewVersions versions={review.versions} />
    </>
  );
}

function AttributeList({ review }: { review: ReviewDetail }) {
  const { names } = useExplore();
  const rows: [string, string][] = [
    [t('review.source'), review.source],
    [t('review.id'), review.external_id],
    [t('review.import'), t('review.importRow', { import: review.import, row: review.row })],
  ];
  if (review.rating_raw != null) rows.push([t('review.ratingRaw'), review.rating_raw]);
  if (review.likes != null) rows.push([t('review.likes'), whole(review.likes)]);
  for (const [name, value] of Object.entries(review.attributes)) rows.push([fieldLabel(names, name), String(value)]);
  return (
    <dl className="attributes">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
