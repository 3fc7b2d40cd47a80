import { type SentimentBucket, TONE_SIGNS, toneOf } from '../state/sentiment';

/** The shape of a bucket: doubled when it is strong. The word stands beside it. */
export function SentimentSign({ bucket }: { bucket: SentimentBucket }) {
  const tone = toneOf(bucket);
  return (
    <span className={`sign ${tone}`} aria-hidden="true">
      {TONE_SIGNS[tone].repeat(bucket.startsWith('very_') ? 2 : 1)}
    </span>
  );
}
