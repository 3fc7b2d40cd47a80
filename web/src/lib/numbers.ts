// Numbers as the page writes them: exact with separators; shares and stars to fixed places.
const WHOLE = new Intl.NumberFormat('zh-CN');

export function whole(count: number): string {
  return WHOLE.format(count);
}

/** `part` of `all` in percent with one decimal; nothing of nothing is 0. */
export function percent(part: number, all: number): string {
  return all === 0 ? '0%' : `${((part / all) * 100).toFixed(1)}%`;
}

export function stars(rating: number): string {
  return rating.toFixed(2);
}

export function signed(value: number, places: number): string {
  const text = Math.abs(value).toFixed(places);
  if (Number(text) === 0) return `±${text}`;
  return value < 0 ? `−${text}` : `+${text}`;
}
