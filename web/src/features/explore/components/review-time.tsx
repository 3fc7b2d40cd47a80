import { wallClock } from '../../../lib/dates';
import { t } from '../../../messages/messages';
import { useExplore } from '../hooks/use-explore';

interface Props {
  instant: string | null | undefined;
  precision: string | null | undefined;
}

/** The time in the server's zone; the zone on hover. */
export function ReviewTime({ instant, precision }: Props) {
  const { zone } = useExplore();
  if (instant == null) return <span className="quiet">{t('review.noTime')}</span>;
  return (
    <time dateTime={instant} title={t('review.zone', { instant, zone })}>
      {wallClock(instant, precision)}
    </time>
  );
}
