import { percent, whole } from '../../lib/numbers';
import { t } from '../../messages/messages';
import { TONES, TONE_SIGNS, toneCounts } from '../state/sentiment';

/** Shares of the three tones: as a bar for the eye, in words for everyone. */
export function SentimentBar({ split }: { split: Readonly<Record<string, number>> }) {
  const counts = toneCounts(split);
  const all = counts.negative + counts.neutral + counts.positive;
  return (
    <div className="sentiment">
      <div className="sentiment-bar" aria-hidden="true">
        {TONES.map((tone) => (
          <span key={tone} className={tone} style={{ flexGrow: counts[tone] }} />
        ))}
      </div>
      <ul aria-label={t('summary.sentiment')}>
        {TONES.map((tone) => (
          <li key={tone} title={whole(counts[tone])}>
            <span className={`sign ${tone}`} aria-hidden="true">
              {TONE_SIGNS[tone]}
            </span>
            {` ${t(`tone.${tone}`)} ${all === 0 ? '–' : percent(counts[tone], all)}`}
          </li>
        ))}
      </ul>
    </div>
  );
}
