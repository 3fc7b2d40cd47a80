import { useQuery } from '@tanstack/react-query';
import type { Summary } from '../../../api/types';
import { previousPeriod } from '../../../lib/dates';
import { signed } from '../../../lib/numbers';
import { t } from '../../../messages/messages';
import { useExplore } from '../hooks/use-explore';
import { previousSummaryQuery } from '../queries/search';
import { findClause } from '../../../slice/state/edit-filters';
import { toneCounts } from '../../../slice/state/sentiment';

/** Against the period of equal length just before: only when both ends are chosen. */
export function PeriodChange({ summary }: { summary: Summary }) {
  const { state } = useExplore();
  const created = findClause(state.clauses, 'created', false);
  const period = created && !created.off && created.match.kind === 'range' ? previousPeriod(created.match) : null;
  const before = useQuery(previousSummaryQuery(state, period)).data?.summary;
  if (period === null) return <span className="quiet">{t('summary.choosePeriod')}</span>;
  if (!before) return null;
  const hint = t('summary.changeHint', { ...period });
  if (before.count === 0) {
    return (
      <span className="quiet" title={hint}>
        {t('summary.noPrevious')}
      </span>
    );
  }
  const growth = ((summary.count - before.count) / before.count) * 100;
  return (
    <div className="deltas" title={hint}>
      <span className="quiet">{t('summary.change')}</span>
      <span>{`${t('summary.volume')} ${signed(growth, 1)}%`}</span>
      {summary.avg_rating != null && before.avg_rating != null && (
        <Delta
          word={t('summary.rating')}
          value={summary.avg_rating - before.avg_rating}
          places={2}
          unit=""
          isMoreBetter
        />
      )}
      <Delta
        word={t('summary.negativeShare')}
        value={(negativeShare(summary) - negativeShare(before)) * 100}
        places={1}
        unit={t('summary.points')}
        isMoreBetter={false}
      />
    </div>
  );
}

interface DeltaProps {
  word: string;
  value: number;
  places: number;
  unit: string;
  isMoreBetter: boolean;
}

function Delta({ word, value, places, unit, isMoreBetter }: DeltaProps) {
  const isNothing = Number(value.toFixed(places)) === 0;
  const isBetter = value > 0 === isMoreBetter;
  const verdict = isNothing ? 'same' : isBetter ? 'better' : 'worse';
  return (
    <span className={`delta ${verdict}`}>{`${word} ${signed(value, places)}${unit} ${t(`summary.${verdict}`)}`}</span>
  );
}

function negativeShare(summary: Summary): number {
  return summary.count === 0 ? 0 : toneCounts(summary.sentiment).negative / summary.count;
}
