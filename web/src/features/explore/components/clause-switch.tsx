import { t } from '../../../messages/messages';
import { useClauseTones } from '../hooks/use-clause-tones';

/** Draws or hides the sentiment of clauses; shows how it is drawn. */
export function ClauseSwitch() {
  const [isOn, setOn] = useClauseTones();
  return (
    <label className="clause-switch" title={t('clause.hint')}>
      <input type="checkbox" role="switch" checked={isOn} onChange={(event) => setOn(event.target.checked)} />
      {t('clause.switch')}
      <span className="clause-legend" aria-hidden="true">
        <span className="clause negative">{t('sentiment.negative')}</span> <span className="clause positive">{t('sentiment.positive')}</span>
      </span>
    </label>
  );
}
