import { stars, whole } from '../../../lib/numbers';
import { t } from '../../../messages/messages';
import type { Answer } from '../hooks/use-results';
import { PeriodChange } from './period-change';
import { SentimentBar } from '../../../slice/components/sentiment-bar';

/** Count, stars, sentiment and change; the boxes stand before the numbers come. */
export function SummaryStrip({ answer }: { answer: Answer | null }) {
  const summary = answer?.first.summary;
  const average = summary?.avg_rating ?? null;
  return (
    <section className="summary" aria-label={t('summary.label')} aria-live="polite">
      <div className="figure">
        <strong data-testid="total">{answer ? whole(answer.first.total) : '–'}</strong>
        <span className="quiet">{t('summary.count')}</span>
      </div>
      <div className="figure">
        <strong>{average === null ? '–' : stars(average)}</strong>
        <span className="quiet">
          {t('summary.rating')}
          {summary && ` · ${average === null ? t('summary.noRating') : t('summary.rated', { count: whole(summary.rated) })}`}
        </span>
      </div>
      <div className="figure wide">
        <SentimentBar split={summary?.sentiment ?? {}} />
      </div>
      <div className="figure change">{summary && <PeriodChange summary={summary} />}</div>
    </section>
  );
}
