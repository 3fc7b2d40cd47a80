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

/** How many times as frequent: two digits that tell. */
export function times(ratio: number): string {
  return `${ratio >= 9.95 ? Math.round(ratio) : ratio.toFixed(ratio < 0.995 ? 2 : 1)}×`;
}

/** A probability of error, no finer than it can be trusted. */
export function probability(p: number): string {
  return p < 0.001 ? 'p<0.001' : `p=${p.toFixed(p < 0.1 ? 3 : 2)}`;
}
