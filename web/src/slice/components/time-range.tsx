import { Button, Popover } from 'antd';
import { Suspense, lazy, useState } from 'react';
import { type Period, type QuickRange, quickPeriod, todayIn } from '../../lib/dates';
import { t } from '../../messages/messages';
import { useSlice } from '../hooks/use-slice';
import { findClause, setMatch } from '../state/edit-filters';

const QUICK: readonly QuickRange[] = ['days7', 'days30', 'thisMonth', 'lastMonth'];

const PeriodPicker = lazy(async () => ({ default: (await import('./period-picker')).PeriodPicker }));

export function TimeRange() {
  const { slice, update, zone } = useSlice();
  const [isOpen, setOpen] = useState(false);
  const today = todayIn(zone, new Date());
  const clause = findClause(slice.clauses, 'created', false);
  const current = clause && clause.match.kind === 'range' && !clause.off ? clause.match : null;
  const quick = QUICK.find((range) => {
    const period = quickPeriod(range, today);
    return current?.from === period.from && current.to === period.to;
  });
  const set = (period: Period | null): void => {
    setOpen(false);
    update({ clauses: setMatch(slice.clauses, 'created', period && { kind: 'range', ...period }) });
  };
  const pressed = current === null ? 'all' : (quick ?? 'custom');
  return (
    <div className="time-range" role="group" aria-label={t('time.label')}>
      {QUICK.map((range) => (
        <button key={range} type="button" aria-pressed={pressed === range} onClick={() => set(quickPeriod(range, today))}>
          {t(`time.${range}`)}
        </button>
      ))}
      <button type="button" aria-pressed={pressed === 'all'} onClick={() => set(null)}>
        {t('time.all')}
      </button>
      <Popover
        trigger="click"
        placement="bottomRight"
        open={isOpen}
        onOpenChange={setOpen}
        destroyOnHidden
        content={
          <Suspense fallback={<Button loading type="text" />}>
            <PeriodPicker period={current} onApply={set} />
          </Suspense>
        }
      >
        <button type="button" aria-pressed={pressed === 'custom'} aria-expanded={isOpen}>
          {t('time.custom')}
        </button>
      </Popover>
    </div>
  );
}
