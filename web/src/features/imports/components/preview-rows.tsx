import type { TablePreview } from '../../../api/types';
import { wallClock } from '../../../lib/dates';
import { t } from '../../../messages/messages';
import { Stars } from '../../../slice/components/stars';
import { useNames } from '../../../slice/hooks/use-names';
import { fieldLabel } from '../../../slice/labels';

type Row = TablePreview['rows'][number];
type Review = Row['reviews'][number];

const COLUMNS = ['row', 'item', 'rating', 'time', 'text', 'rest'] as const;
const TEXTS = ['title', 'append', 'reply'] as const;

/** The first rows as they would be read; a row with a fault says which. */
export function PreviewRows({ rows }: { rows: readonly Row[] }) {
  return (
    <div className="table-scroll" tabIndex={0} role="group" aria-label={t('imports.rowTable')}>
      <table className="preview-rows">
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <th key={column} scope="col">
                {t(`imports.rows.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ row, reviews, fault }) =>
            fault ? (
              <tr key={row} className="fault">
                <th scope="row">{row}</th>
                <td colSpan={COLUMNS.length - 1}>
                  <strong>{t('imports.wouldReject', { detail: fault.detail === '' ? fault.hint : fault.detail })}</strong> {fault.detail !== '' && fault.hint}
                  <span className="below quiet">{fault.raw}</span>
                </td>
              </tr>
            ) : (
              reviews.map((review) => <ReviewRow key={`${row} ${review.id}`} row={row} review={review} />)
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}

function ReviewRow({ row, review }: { row: number; review: Review }) {
  const { names } = useNames();
  const rest = Object.entries(review.attributes).map(([name, value]) => `${fieldLabel(names, name)} ${value}`);
  return (
    <tr>
      <th scope="row">{row}</th>
      <td>{review.item_name ?? <span className="quiet">{t('facet.missing')}</span>}</td>
      <td>{review.rating == null ? <span className="quiet">{review.rating_raw ?? t('facet.missing')}</span> : <Stars rating={review.rating} />}</td>
      <td className="nowrap">{review.created_at == null ? <span className="quiet">{t('facet.missing')}</span> : wallClock(review.created_at, review.created_precision)}</td>
      <td className="preview-text">
        {review.text}
        {TEXTS.map((part) =>
          review[part] == null ? null : (
            <span key={part} className="below">
              <span className="quiet">{fieldLabel(names, part)} </span>
              {review[part]}
            </span>
          ),
        )}
      </td>
      <td className="quiet">{rest.join(' · ')}</td>
    </tr>
  );
}
