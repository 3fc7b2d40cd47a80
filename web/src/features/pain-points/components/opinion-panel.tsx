import { useQuery } from '@tanstack/react-query';
import { t } from '../../../messages/messages';
import { PanelFailure } from '../../../slice/components/panel-failure';
import { SliceLink } from '../../../slice/components/slice-link';
import { useSlice } from '../../../slice/hooks/use-slice';
import { useSteady } from '../../../slice/hooks/use-steady';
import { TONE_SIGNS } from '../../../slice/state/sentiment';
import { opinionSlice, opinionsQuery } from '../queries/opinions';

const SIDES = ['negative', 'positive'] as const;

/** 观点: what is said most in reviews that complain and in reviews that praise. */
export function OpinionPanel() {
  return (
    <section className="panel opinion-panel" aria-label={t('opinions.title')}>
      <h2>{t('opinions.title')}</h2>
      <div className="opinion-columns">
        {SIDES.map((tone) => (
          <Opinions key={tone} tone={tone} />
        ))}
      </div>
    </section>
  );
}

function Opinions({ tone }: { tone: (typeof SIDES)[number] }) {
  const { slice } = useSlice();
  const found = useQuery(opinionsQuery(slice, tone));
  const { shown, staleness } = useSteady(found);
  const name = t(`opinions.${tone}`);
  return (
    <div className={staleness}>
      <h3>
        <span className={`sign ${tone}`} aria-hidden="true">
          {TONE_SIGNS[tone]}
        </span>{' '}
        {name}
      </h3>
      <PanelFailure title={t('opinions.failed')} of={found} />
      {shown === undefined && !found.error && <div className="skeleton opinions-skeleton" />}
      {shown && shown.buckets.length === 0 && <p className="quiet">{t('facet.none')}</p>}
      <ol aria-label={name}>
        {shown?.buckets.map(({ value, count }) => (
          <li key={value}>
            <span title={value}>{value}</span>
            <SliceLink slice={opinionSlice(slice, tone, value)} count={count} of={value} />
          </li>
        ))}
      </ol>
    </div>
  );
}
