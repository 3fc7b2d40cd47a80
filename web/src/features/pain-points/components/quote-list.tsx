import type { PainPoint, PainPointQuote } from '../../../api/types';
import { screenAddress } from '../../../app/screen';
import { ScreenLink } from '../../../app/screen-link';
import { wallClock } from '../../../lib/dates';
import { t } from '../../../messages/messages';
import { sliceFrom } from '../../../slice/state/slice-body';

/** What people say, each sentence with its review a click away. */
export function QuoteList({ point }: { point: PainPoint }) {
  const address = screenAddress('/explore', sliceFrom(point.slice));
  const sign = address.includes('?') ? '&' : '?';
  return (
    <ul className="quotes">
      {point.quotes.map((quote) => (
        <li key={quote.id}>
          <ScreenLink href={`${address}${sign}review=${encodeURIComponent(quote.id)}`} title={quote.text}>
            {sentence(quote)}
          </ScreenLink>
          <span className="quiet">{source(quote)}</span>
        </li>
      ))}
    </ul>
  );
}

/** Ranges count Unicode scalars. */
function sentence({ text, range: [start = 0, end = 0] }: PainPointQuote): string {
  const scalars = [...text].slice(start, end).join('').trim();
  return `“${scalars === '' ? text : scalars}”`;
}

function source({ rating, item_name: item, created_at: at }: PainPointQuote): string {
  const parts = [rating == null ? '' : t('review.stars', { rating }), item ?? '', at == null ? '' : wallClock(at, 'day')];
  return parts.filter((part) => part !== '').join(' · ');
}
