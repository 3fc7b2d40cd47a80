import { useQuery } from '@tanstack/react-query';
import { failureOf } from '../../../api/failure';
import type { Explanation, ReviewDetail } from '../../../api/types';
import { t } from '../../../messages/messages';
import { useExplore } from '../hooks/use-explore';
import { explainQuery } from '../queries/explain';
import { excerpts, isMet } from '../state/explanation';
import { FailureNotice } from '../../../slice/components/failure-notice';
import { MarkedText } from './marked-text';
import { ScoreTable } from './score-table';

/** 为什么命中: each clause with the place where it stands, each filter, and what the score is made of. */
export function WhyPanel({ review }: { review: ReviewDetail }) {
  const { state } = useExplore();
  const explanation = useQuery(explainQuery(review.id, state));
  if (explanation.error) {
    return (
      <FailureNotice
        title={t('why.failed')}
        failure={failureOf(explanation.error)}
        retry={() => void explanation.refetch()}
      />
    );
  }
  if (!explanation.data) return <p className="quiet">{t('list.loading')}</p>;
  return <Why explanation={explanation.data} review={review} />;
}

export function Why({ explanation, review }: { explanation: Explanation; review: ReviewDetail }) {
  const { clauses, filters, excluded_by: by, score } = explanation;
  const isPlain = clauses.length === 0 && filters.length === 0;
  return (
    <div className="why">
      {by ? <p className="why-cause">{by.detail}</p> : isPlain && <p className="quiet">{t('why.all')}</p>}
      <ul className="why-list">
        {clauses.map((clause, at) => (
          // The same words may be typed twice: the place tells them apart.
          <li key={`${at} ${clause.text}`}>
            <Sign met={isMet(clause)} />
            {clause.detail ?? <code>{clause.text}</code>}{' '}
            {clause.detail == null && clause.negated && <span className="quiet">{t('why.negated')}</span>}
            {excerpts(clause, review).map((place) => (
              <p key={place.text} className="why-place">
                <MarkedText text={place.text} ranges={place.ranges} />
              </p>
            ))}
            {!isMet(clause) && clause.missing.length > 0 && (
              <p className="quiet">{t('why.missing', { words: clause.missing.join('、') })}</p>
            )}
          </li>
        ))}
        {filters.map((filter, at) => (
          <li key={`${at} ${filter.field}`}>
            <Sign met={filter.holds} /> {filter.detail}
          </li>
        ))}
      </ul>
      {score && <ScoreTable score={score} />}
    </div>
  );
}

function Sign({ met }: { met: boolean }) {
  return (
    <span className="why-sign" role="img" aria-label={t(met ? 'why.met' : 'why.unmet')}>
      {met ? '✓' : '✗'}
    </span>
  );
}
