import type { ComparedOpinion, Comparison } from '../../../api/types';
import { t } from '../../../messages/messages';
import { SliceLink } from '../../../slice/components/slice-link';
import { signOf, toneOfVerdict } from '../state/verdict';

const SHOWN = 12;
const SIDES = ['a', 'b'] as const;

/** 观点: what one side says and the other does not, or says less. */
export function OpinionLists({ answer: { opinions } }: { answer: Comparison }) {
  return (
    <section className="panel opinion-lists" aria-label={t('compare.opinions')}>
      <h2>{t('compare.opinions')}</h2>
      <div className="list-columns">
        {SIDES.map((side) => (
          <OpinionTable key={side} side={side} opinions={opinions.filter(({ score }) => (side === 'a' ? score > 0 : score < 0)).slice(0, SHOWN)} />
        ))}
      </div>
    </section>
  );
}

function OpinionTable({ side, opinions }: { side: (typeof SIDES)[number]; opinions: readonly ComparedOpinion[] }) {
  const name = t('compare.saysMore', { side: side.toUpperCase() });
  if (opinions.length === 0) return <p className="quiet">{`${name}：${t('facet.none')}`}</p>;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{name}</th>
          <th scope="col" className="number">A</th>
          <th scope="col" className="number">B</th>
        </tr>
      </thead>
      <tbody>
        {opinions.map(({ opinion, a, b, only, verdict, words }) => (
          <tr key={opinion}>
            <th scope="row" title={words}>
              {opinion}
              <span className={`verdict ${toneOfVerdict(verdict)}`}>{only === side ? t('compare.only', { side: side.toUpperCase() }) : ` ${signOf(verdict)}`}</span>
            </th>
            <td className="number">
              <SliceLink slice={a.slice} count={a.count} of={`A, ${opinion}`} />
            </td>
            <td className="number">
              <SliceLink slice={b.slice} count={b.count} of={`B, ${opinion}`} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
