// Sizes and times as the page writes them, the same in both languages.
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];
const STEP = 1000;
const MINUTE_S = 60;
const HOUR_S = 3600;

/** `980 B`, `3.2 MB`: decimal units, three digits at most. */
export function byteSize(bytes: number): string {
  let [value, at] = [Math.max(0, bytes), 0];
  while (Math.round(value) >= STEP && at < UNITS.length - 1) [value, at] = [value / STEP, at + 1];
  return `${at === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${UNITS[at] ?? ''}`;
}

/** `0:05`, `12:40`, `2:03:00`: seconds, rounded up so that what is left never shows as nothing. */
export function clockTime(seconds: number): string {
  const whole = Math.ceil(Math.max(0, seconds));
  const [hours, minutes, rest] = [Math.floor(whole / HOUR_S), Math.floor((whole % HOUR_S) / MINUTE_S), whole % MINUTE_S];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
