import { useRef } from 'react';
import { failureOf } from '../../../api/failure';
import type { Correction, ReviewDetail } from '../../../api/types';
import { t } from '../../../messages/messages';
import { useCorrection } from '../queries/correction';
import { CorrectionForm } from './correction-form';
import { FailureNotice } from '../../../slice/components/failure-notice';

/** Folded away until needed. The form begins anew when what holds has changed; a failed attempt keeps it. */
export function CorrectionPanel({ review }: { review: ReviewDetail }) {
  const status = useRef<HTMLParagraphElement>(null);
  const correction = useCorrection(review.id);
  const save = (body: Correction): void =>
    correction.mutate(body, { onSuccess: () => status.current?.focus() });
  const state = JSON.stringify([review.correction, review.sentiment, review.aspects, review.flags]);
  return (
    <details className="correct">
      <summary>{t('correct.title')}</summary>
      <CorrectionForm key={state} review={review} isSaving={correction.isPending} save={save} />
      {correction.error && (
        <FailureNotice
          title={t('correct.failed')}
          failure={failureOf(correction.error)}
          retry={() => correction.variables && save(correction.variables)}
        />
      )}
      <p ref={status} className="quiet" role="status" tabIndex={-1}>
        {correction.isSuccess && t('correct.saved')}
      </p>
    </details>
  );
}
