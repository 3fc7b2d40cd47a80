import { t } from '../../messages/messages';

const ALL_STARS = '★★★★★';

/** Five stars, filled to the half; the number stands beside them. */
export function Stars({ rating }: { rating: number | null | undefined }) {
  if (rating == null) return <span className="quiet">{t('review.noRating')}</span>;
  return (
    <span className="stars" role="img" aria-label={t('review.stars', { rating })}>
      <span className="stars-shape" aria-hidden="true">
        <span style={{ inlineSize: `${rating * 20}%` }}>{ALL_STARS}</span>
        {ALL_STARS}
      </span>
      <b aria-hidden="true">{rating}</b>
    </span>
  );
}
