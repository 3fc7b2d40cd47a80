import { t } from '../../../messages/messages';

/** Before there are two slices: what to do. */
export function CompareStart() {
  return (
    <section className="panel empty" role="status">
      <h2>{t('compare.same')}</h2>
      <p>{t('compare.sameHint')}</p>
    </section>
  );
}
