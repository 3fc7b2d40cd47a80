import type { Opinion, ReviewDetail } from '../../../api/types';
import { t } from '../../../messages/messages';
import { useExplore } from '../hooks/use-explore';
import { flagLabel, valueLabel } from '../../../slice/labels';
import { toggleValue } from '../../../slice/state/edit-filters';
import { type Place, polarityTone } from '../state/findings';
import { TONE_SIGNS } from '../../../slice/state/sentiment';
import { AspectChip } from './finding-chips';

interface Props {
  review: ReviewDetail;
  onPoint: (places: readonly Place[]) => void;
}

/** 属性与观点: each aspect with what is said of it, then the opinions of no aspect. */
export function FindingsPanel({ review: { aspects, opinions }, onPoint }: Props) {
  if (aspects.length === 0 && opinions.length === 0) return <p className="quiet">{t('findings.none')}</p>;
  const known = new Set(aspects.map((one) => one.aspect));
  const others = opinions.filter((one) => !known.has(one.aspect ?? ''));
  const spoken = aspects.filter((one) => one.opinions.length > 0);
  const silent = aspects.filter((one) => one.opinions.length === 0);
  return (
    <ul className="findings">
      {spoken.map((aspect) => (
        <li key={aspect.aspect}>
          <AspectChip aspect={aspect} onPoint={onPoint} />
          <OpinionList opinions={opinions.filter((one) => one.aspect === aspect.aspect)} onPoint={onPoint} />
        </li>
      ))}
      {silent.length > 0 && (
        <li className="chips">
          {silent.map((aspect) => (
            <AspectChip key={aspect.aspect} aspect={aspect} onPoint={onPoint} />
          ))}
        </li>
      )}
      {others.length > 0 && (
        <li>
          <span className="quiet">{t('findings.other')}</span>
          <OpinionList opinions={others} onPoint={onPoint} />
        </li>
      )}
    </ul>
  );
}

function OpinionList({ opinions, onPoint }: { opinions: readonly Opinion[]; onPoint: Props['onPoint'] }) {
  const { state, update } = useExplore();
  const leave = (): void => onPoint([]);
  return (
    <span className="opinions">
      {opinions.map((one, at) => {
        const tone = polarityTone(one.polarity);
        const point = (): void => onPoint([{ field: one.field, range: one.range }]);
        return (
          <button
            // The same opinion may stand in a text twice.
            key={`${at} ${one.key}`}
            type="button"
            className="link opinion"
            title={t('opinion.only', { opinion: one.key })}
            onClick={() => update({ clauses: toggleValue(state.clauses, 'opinion', one.key, 'include'), review: null })}
            onMouseEnter={point}
            onMouseLeave={leave}
            onFocus={point}
            onBlur={leave}
          >
            <span className={`sign ${tone}`} aria-hidden="true">
              {TONE_SIGNS[tone]}
            </span>
            {one.key}
            <span className="sr-only"> {t(`sentiment.${tone}`)}</span>
          </button>
        );
      })}
    </span>
  );
}

/** Every flag with the rule that raised it and what was found. */
export function FlagList({ flags }: { flags: ReviewDetail['flags'] }) {
  const { names } = useExplore();
  return (
    <ul className="findings">
      {flags.map((one, at) => (
        <li key={`${at} ${one.flag}`}>
          <span className="chip flag">
            <span aria-hidden="true">⚑</span>
            {valueLabel(names, 'flag', one.flag)}
          </span>
          <span>{flagLabel(names, one)}</span>
        </li>
      ))}
    </ul>
  );
}
