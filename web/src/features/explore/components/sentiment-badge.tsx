import type { Sentiment } from '../../../api/types';
import { signed } from '../../../lib/numbers';
import { t } from '../../../messages/messages';
import { isSentimentBucket, toneOf } from '../../../slice/state/sentiment';
import { SentimentSign } from '../../../slice/components/sentiment-sign';

export function SentimentBadge({ sentiment }: { sentiment: Sentiment | null | undefined }) {
  if (!sentiment) return null;
  const { score } = sentiment;
  const bucket: string = sentiment.bucket;
  if (!isSentimentBucket(bucket)) return null;
  return (
    <span className={`badge ${toneOf(bucket)}`} title={t('sentiment.score', { score: signed(score, 2) })}>
      <SentimentSign bucket={bucket} /> {t(`sentiment.${bucket}`)}
    </span>
  );
}
