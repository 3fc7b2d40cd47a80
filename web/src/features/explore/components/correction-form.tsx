import { Button } from 'antd';
import { useId, useState } from 'react';
import type { Correction, ReviewDetail } from '../../../api/types';
import { t } from '../../../messages/messages';
import { useExplore } from '../hooks/use-explore';
import { valueLabel } from '../../../slice/labels';
import { FLAGS, type Part, changedParts, correctedParts, draftOf, withFlag } from '../state/correction';
import { SENTIMENT_BUCKETS } from '../../../slice/state/sentiment';
import { CorrectionAspects } from './correction-aspects';

interface Props {
  review: ReviewDetail;
  isSaving: boolean;
  save: (correction: Correction) => void;
}

/** Where the analysis is wrong: says how it should be, or gives a corrected part back to the analysis. */
export function CorrectionForm({ review, isSaving, save }: Props) {
  const { names } = useExplore();
  const now = draftOf(review);
  const [draft, setDraft] = useState(now);
  const bucketId = useId();
  const corrected = correctedParts(review.correction);
  const changes = changedParts(now, draft);
  const isChanged = Object.keys(changes).length > 0;
  const restore = (part: Part) =>
    corrected.includes(part) && (
      <button
        type="button"
        className="link"
        disabled={isSaving}
        aria-label={t('correct.restorePart', { part: t(`correct.${part}`) })}
        onClick={() => save({ [part]: null })}
      >
        {t('correct.restore')}
      </button>
    );
  return (
    <form
      className="correction"
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged) save(changes);
      }}
    >
      <p className="quiet">{t('correct.hint')}</p>
      <div className="correction-row">
        <label htmlFor={bucketId}>{t('correct.bucket')}</label>
        <select id={bucketId} value={draft.bucket} onChange={(event) => setDraft({ ...draft, bucket: event.target.value })}>
          {SENTIMENT_BUCKETS.map((bucket) => (
            <option key={bucket} value={bucket}>
              {t(`sentiment.${bucket}`)}
            </option>
          ))}
        </select>
        {restore('bucket')}
      </div>
      <fieldset className="correction-row">
        <legend>{t('correct.aspects')}</legend>
        <CorrectionAspects draft={draft} onChange={setDraft} />
        {restore('aspects')}
      </fieldset>
      <fieldset className="correction-row">
        <legend>{t('correct.flags')}</legend>
        <div className="correction-flags">
          {FLAGS.map((flag) => (
            <label key={flag}>
              <input
                type="checkbox"
                checked={draft.flags.includes(flag)}
                onChange={(event) => setDraft(withFlag(draft, flag, event.target.checked))}
              />
              {valueLabel(names, 'flag', flag)}
            </label>
          ))}
        </div>
        {restore('flags')}
      </fieldset>
      <div className="correction-actions">
        <Button htmlType="submit" type="primary" disabled={!isChanged} loading={isSaving}>
          {t('correct.save')}
        </Button>
        <Button disabled={!isChanged || isSaving} onClick={() => setDraft(now)}>
          {t('correct.undo')}
        </Button>
      </div>
    </form>
  );
}
