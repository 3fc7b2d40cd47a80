import { useState } from 'react';
import { t } from '../../../messages/messages';
import type { Answer } from '../hooks/use-results';
import { AspectPanel } from './aspect-panel';
import { FacetPanel } from './facet-panel';
import { HasPanel } from './has-panel';

const SKELETON_PANELS = ['a', 'b', 'c', 'd'];

interface Props {
  answer: Answer | null;
  /** The fields with a panel, in order. */
  panels: readonly string[];
  /** Classes for counts of an earlier slice. */
  staleness: string;
}

/** On a narrow screen the rail folds away behind a button. */
export function FacetRail({ answer, panels, staleness }: Props) {
  const [isShown, setShown] = useState(false);
  return (
    <>
      <button type="button" className="rail-switch" aria-expanded={isShown} onClick={() => setShown(!isShown)}>
        {t('facet.show')}
      </button>
      <aside className={`rail${isShown ? ' shown' : ''}${staleness}`} aria-label={t('facet.rail')} tabIndex={-1}>
        {answer
          ? panels.map((field) =>
              field === 'aspect' ? <AspectPanel key={field} /> : <FacetPanel key={field} field={field} facet={answer.first.facets?.[field]} />,
            )
          : SKELETON_PANELS.map((key) => <div key={key} className="facet skeleton" />)}
        {answer && <HasPanel />}
        {answer && <p className="quiet rail-hint">{t('facet.hint')}</p>}
      </aside>
    </>
  );
}
