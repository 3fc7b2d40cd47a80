// Five buckets, three tones. A tone has a colour, a shape and a word: never a colour alone.

export const SENTIMENT_BUCKETS = ['very_negative', 'negative', 'neutral', 'positive', 'very_positive'] as const;
export const TONES = ['negative', 'neutral', 'positive'] as const;

export type SentimentBucket = (typeof SENTIMENT_BUCKETS)[number];
export type Tone = (typeof TONES)[number];

export const TONE_SIGNS: Record<Tone, string> = { negative: '▼', neutral: '■', positive: '▲' };

export function isSentimentBucket(value: string): value is SentimentBucket {
  return SENTIMENT_BUCKETS.some((bucket) => bucket === value);
}

export function isTone(value: string): value is Tone {
  return TONES.some((tone) => tone === value);
}

export function toneOf(bucket: SentimentBucket): Tone {
  if (bucket === 'neutral') return 'neutral';
  return bucket.endsWith('negative') ? 'negative' : 'positive';
}

/** Counts of the five buckets added up to the three tones. */
export function toneCounts(split: Readonly<Record<string, number>>): Record<Tone, number> {
  const counts: Record<Tone, number> = { negative: 0, neutral: 0, positive: 0 };
  for (const bucket of SENTIMENT_BUCKETS) counts[toneOf(bucket)] += split[bucket] ?? 0;
  return counts;
}
