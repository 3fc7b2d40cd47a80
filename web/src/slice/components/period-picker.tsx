import { Button, DatePicker } from 'antd';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { useState } from 'react';
import { type Period, isDate } from '../../lib/dates';
import { locale, t } from '../../messages/messages';

const FORMAT = 'YYYY-MM-DD';

if (locale() === 'zh') dayjs.locale('zh-cn');

interface Props {
  period: Period | null;
  onApply: (period: Period | null) => void;
}

/** A period of whole days; either end may stay open. Loaded when first asked for. */
export function PeriodPicker({ period, onApply }: Props) {
  const [from, setFrom] = useState(period?.from ?? '');
  const [to, setTo] = useState(period?.to ?? '');
  const isBackwards = from !== '' && to !== '' && to < from;
  return (
    <div className="period-picker">
      <DateInput label={t('time.from')} date={from} onChange={setFrom} />
      <span aria-hidden="true">–</span>
      <DateInput label={t('time.to')} date={to} onChange={setTo} isFaulty={isBackwards} />
      <Button type="primary" disabled={isBackwards} onClick={() => onApply(from === '' && to === '' ? null : { from, to })}>
        {t('time.apply')}
      </Button>
    </div>
  );
}

interface DateInputProps {
  label: string;
  date: string;
  onChange: (date: string) => void;
  isFaulty?: boolean;
}

function DateInput({ label, date, onChange, isFaulty = false }: DateInputProps) {
  return (
    <DatePicker
      aria-label={label}
      placeholder={label}
      format={FORMAT}
      value={isDate(date) ? dayjs(date) : null}
      onChange={(value) => onChange(value ? value.format(FORMAT) : '')}
      {...(isFaulty ? { status: 'error' } : {})}
    />
  );
}
