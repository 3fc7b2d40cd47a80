// Calendar arithmetic on `YYYY-MM-DD` strings; instants appear only as text from the server.

const DAY_MS = 86_400_000;
const CALENDARS = ['day', 'week', 'month', 'quarter', 'year'] as const;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

export interface Period {
  from: string;
  to: string;
}

export type Calendar = (typeof CALENDARS)[number];
export type QuickRange = 'days7' | 'days30' | 'thisMonth' | 'lastMonth';

export function isDate(text: string): boolean {
  return DATE.test(text) && !Number.isNaN(Date.parse(text));
}

export function addDays(date: string, days: number): string {
  return formatUtc(new Date(Date.parse(date) + days * DAY_MS));
}

export function addMonths(date: string, months: number): string {
  const at = new Date(Date.parse(date));
  return formatUtc(new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, 1)));
}

export function isCalendar(name: string): name is Calendar {
  return CALENDARS.some((one) => one === name);
}

/** The interval of that name; days when a newer server names one we do not know. */
export function calendarOf(name: string): Calendar {
  return CALENDARS.find((one) => one === name) ?? 'day';
}

/** Last day of the calendar bucket that begins on `start`. */
export function bucketEnd(start: string, interval: Calendar): string {
  switch (interval) {
    case 'day':
      return start;
    case 'week':
      return addDays(start, 6);
    case 'month':
      return addDays(addMonths(start, 1), -1);
    case 'quarter':
      return addDays(addMonths(start, 3), -1);
    case 'year':
      return addDays(addMonths(start, 12), -1);
  }
}

/** How a calendar bucket is called: `2021`, `2021 Q3`, `2021-09`, or its first day. */
export function bucketName(start: string, interval: Calendar): string {
  if (interval === 'year') return start.slice(0, 4);
  if (interval === 'quarter') return `${start.slice(0, 4)} Q${Math.ceil(Number(start.slice(5, 7)) / 3)}`;
  return interval === 'month' ? start.slice(0, 7) : start;
}

/** Days from the first to the last, both included. */
export function daysOf({ from, to }: Period): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
}

/** The period of equal length that ends the day before `period` begins. */
export function previousPeriod({ from, to }: Period): Period | null {
  if (!isDate(from) || !isDate(to) || to < from) return null;
  const days = daysOf({ from, to });
  return { from: addDays(from, -days), to: addDays(from, -1) };
}

/** Today's date in an IANA zone, or in the browser's zone when the name is unknown. */
export function todayIn(zone: string, now: Date): string {
  const options: Intl.DateTimeFormatOptions = { year: 'numeric', month: '2-digit', day: '2-digit' };
  try {
    return new Intl.DateTimeFormat('en-CA', { ...options, timeZone: zone }).format(now);
  } catch {
    return new Intl.DateTimeFormat('en-CA', options).format(now);
  }
}

export function quickPeriod(range: QuickRange, today: string): Period {
  switch (range) {
    case 'days7':
      return { from: addDays(today, -6), to: today };
    case 'days30':
      return { from: addDays(today, -29), to: today };
    case 'thisMonth':
      return { from: addMonths(today, 0), to: today };
    case 'lastMonth':
      return { from: addMonths(today, -1), to: addDays(addMonths(today, 0), -1) };
  }
}

/** `2021-09-04T21:51:01+08:00` as the server's wall clock shows it, no finer than known. */
export function wallClock(instant: string, precision: string | null | undefined): string {
  const [date = instant, rest = ''] = instant.split('T');
  return precision === 'day' || rest === '' ? date : `${date} ${rest.slice(0, 5)}`;
}

function formatUtc(date: Date): string {
  return date.toISOString().slice(0, 10);
}
