import { t } from '../../../messages/messages';
import { screenAddress } from '../../../app/screen';
import { ScreenLink } from '../../../app/screen-link';
import { isWhole } from '../../../slice/state/slice-state';
import type { PainState } from '../state/pain-state';

/** Why there are no points, and what to do next. */
export function PainEmpty({ state, total }: { state: PainState; total: number }) {
  if (total === 0 && isWhole(state)) {
    return (
      <section className="panel empty" role="status">
        <h2>{t('empty.noData')}</h2>
        <p>{t('empty.noDataHint')}</p>
        <code>pinglan import reviews.csv</code>
      </section>
    );
  }
  return (
    <section className="panel empty" role="status">
      <h2>{t(total === 0 ? 'empty.title' : 'pain.nothing')}</h2>
      <p>{t(total === 0 ? 'pain.widen' : 'pain.nothingHint')}</p>
      <ScreenLink href={screenAddress('/explore', state)}>{t('pain.toExplore')}</ScreenLink>
    </section>
  );
}
