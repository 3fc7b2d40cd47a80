import { useQuery } from '@tanstack/react-query';
import { probability, times, whole } from '../../../lib/numbers';
import { t } from '../../../messages/messages';
import { PanelFailure } from '../../../slice/components/panel-failure';
import { SliceLink } from '../../../slice/components/slice-link';
import { useSteady } from '../../../slice/hooks/use-steady';
import type { SideName, Sides } from '../../../slice/state/sides-codec';
import { termsQuery } from '../queries/compare';

const SIDES = ['a', 'b'] as const;

/** 特征词: words that one side uses more than the other. */
export function TermLists({ sides }: { sides: Sides }) {
  return (
    <section className="panel term-lists" aria-label={t('compare.terms')}>
      <h2 title={t('compare.termsHint')}>{t('compare.terms')}</h2>
      <div className="list-columns">
        {SIDES.map((side) => (
          <TermTable key={side} side={side} sides={sides} />
        ))}
      </div>
    </section>
  );
}

function TermTable({ side, sides }: { side: SideName; sides: Sides }) {
  const found = useQuery(termsQuery(sides, side));
  const { shown, staleness } = useSteady(found);
  const name = t('compare.usesMore', { side: side.toUpperCase() });
  if (found.error) return <PanelFailure title={t('compare.termsFailed')} of={found} />;
  if (!shown) return <div className="skeleton opinions-skeleton" />;
  if (shown.terms.length === 0) return <p className="quiet">{`${name}：${t('facet.none')}`}</p>;
  const other = side === 'a' ? 'B' : 'A';
  return (
    <table className={staleness}>
      <thead>
        <tr>
          <th scope="col">{name}</th>
          <th scope="col" className="number">{side.toUpperCase()}</th>
          <th scope="col" className="number">{other}</th>
          <th scope="col" className="number">{t('compare.lift')}</th>
        </tr>
      </thead>
      <tbody>
        {shown.terms.map((term) => (
          <tr key={`${term.kind} ${term.term}`}>
            <th scope="row">{term.term}</th>
            <td className="number">
              <SliceLink slice={term.slice} count={term.count} of={`${side.toUpperCase()}, ${term.term}`} />
            </td>
            <td className="number">
              {term.background_slice == null ? whole(term.background_count) : <SliceLink slice={term.background_slice} count={term.background_count} of={`${other}, ${term.term}`} />}
            </td>
            <td className="number" title={probability(term.p_value)}>
              {times(term.lift)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
