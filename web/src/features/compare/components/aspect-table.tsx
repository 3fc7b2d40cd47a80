import { useState } from 'react';
import type { ComparedAspect, Comparison } from '../../../api/types';
import { percent } from '../../../lib/numbers';
import { t } from '../../../messages/messages';
import { SliceLink } from '../../../slice/components/slice-link';
import { reachOf } from '../state/verdict';
import { ContrastCell, writePoints } from './contrast-cell';

const SHOWN_FIRST = 10;

/** 属性逐项: how often each side complains of and praises an aspect, and whether they differ. */
export function AspectTable({ answer }: { answer: Comparison }) {
  const [isLong, setLong] = useState(false);
  const { aspects } = answer;
  const reach = reachOf(aspects, 0.02);
  const shown = isLong ? aspects : aspects.slice(0, SHOWN_FIRST);
  return (
    <section className="panel compared-aspects" aria-label={t('compare.aspects')}>
      <div className="panel-head">
        <h2>{t('compare.aspects')}</h2>
        <span className="quiet">{t('compare.aspectsHint')}</span>
      </div>
      {aspects.length === 0 && <p className="quiet">{t('matrix.none')}</p>}
      {aspects.length > 0 && (
        <div className="table-scroll" tabIndex={0} role="group" aria-label={t('compare.aspects')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('matrix.corner')}</th>
                {(['a', 'b'] as const).map((side) => (
                  <th key={side} scope="col" className="number">
                    {t('compare.complaints', { side: side.toUpperCase() })}
                  </th>
                ))}
                <th scope="col">{t('compare.complaintDifference')}</th>
                {(['a', 'b'] as const).map((side) => (
                  <th key={side} scope="col" className="number">
                    {t('compare.praise', { side: side.toUpperCase() })}
                  </th>
                ))}
                {(['a', 'b'] as const).map((side) => (
                  <th key={side} scope="col" className="number">
                    {t('compare.mentions', { side: side.toUpperCase() })}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((aspect) => (
                <AspectRow key={aspect.aspect} aspect={aspect} reach={reach} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {aspects.length > SHOWN_FIRST && (
        <button type="button" className="link table-more" onClick={() => setLong(!isLong)}>
          {isLong ? t('facet.less') : t('facet.more', { count: aspects.length })}
        </button>
      )}
    </section>
  );
}

function AspectRow({ aspect, reach }: { aspect: ComparedAspect; reach: number }) {
  const { label, a, b } = aspect;
  return (
    <tr data-aspect={aspect.aspect}>
      <th scope="row">{label}</th>
      <Figure figure={a.negative} of={`A, ${label}, ${t('sentiment.negative')}`} />
      <Figure figure={b.negative} of={`B, ${label}, ${t('sentiment.negative')}`} />
      <td>
        <ContrastCell contrast={aspect} reach={reach} write={writePoints} />
      </td>
      <Figure figure={a.positive} of={`A, ${label}, ${t('sentiment.positive')}`} />
      <Figure figure={b.positive} of={`B, ${label}, ${t('sentiment.positive')}`} />
      <Figure figure={a} of={`A, ${label}`} />
      <Figure figure={b} of={`B, ${label}`} />
    </tr>
  );
}

function Figure({ figure: { count, share, slice }, of }: { figure: { count: number; share: number; slice: unknown }; of: string }) {
  return (
    <td className="number">
      {percent(share, 1)} <SliceLink className="beside" slice={slice} count={count} of={of} />
    </td>
  );
}
