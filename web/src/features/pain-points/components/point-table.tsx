import { useState } from 'react';
import type { PainPoints } from '../../../api/types';
import { t } from '../../../messages/messages';
import type { PainState } from '../state/pain-state';
import { octavesOf, ranked } from '../state/points';
import { PainEmpty } from './pain-empty';
import { PointRow } from './point-row';

const SHOWN_FIRST = 12;
const SKELETON_ROWS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const COLUMNS = ['point', 'count', 'share', 'lift', 'impact', 'trend'] as const;
const NUMBERS = new Set<string>(['count', 'share', 'impact']);

/** The pain points in order, each with its figures and what people say. */
export function PointTable({ state, answer }: { state: PainState; answer: PainPoints | undefined }) {
  const [isLong, setLong] = useState(false);
  const points = answer ? ranked(answer.points, state.rank) : [];
  const shown = isLong ? points : points.slice(0, SHOWN_FIRST);
  const top = Math.max(1, ...points.map((point) => point.count));
  const octaves = octavesOf(points);
  if (answer && points.length === 0) return <PainEmpty state={state} total={answer.total} />;
  return (
    <section className="panel points" aria-label={t('pain.list')}>
      <div className="table-scroll" tabIndex={0} role="group" aria-label={t('pain.list')}>
        <table>
          <thead>
            <tr>
              <th scope="col">#</th>
              {COLUMNS.map((column) => (
                <th key={column} scope="col" className={NUMBERS.has(column) ? 'number' : undefined} title={t(`pain.columnHint.${column}`)}>
                  {t(`pain.column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          {answer
            ? shown.map((point, at) => <PointRow key={point.key} point={point} place={at + 1} top={top} octaves={octaves} state={state} />)
            : SKELETON_ROWS.map((key) => (
                <tbody key={key}>
                  <tr>
                    <td colSpan={COLUMNS.length + 1}>
                      <div className="skeleton row-skeleton" />
                    </td>
                  </tr>
                </tbody>
              ))}
        </table>
      </div>
      {points.length > SHOWN_FIRST && (
        <button type="button" className="link table-more" onClick={() => setLong(!isLong)}>
          {isLong ? t('facet.less') : t('facet.more', { count: points.length })}
        </button>
      )}
      {answer && answer.other.keys > 0 && <p className="quiet table-note">{t('pain.leftOut', { keys: answer.other.keys, count: answer.other.count })}</p>}
    </section>
  );
}
