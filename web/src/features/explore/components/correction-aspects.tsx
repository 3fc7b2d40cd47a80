import { t } from '../../../messages/messages';
import { useExplore } from '../hooks/use-explore';
import { valueLabel } from '../../../slice/labels';
import { type Draft, withAspect, withPolarity, withoutAspect } from '../state/correction';
import { TONES, TONE_SIGNS } from '../../../slice/state/sentiment';

interface Props {
  draft: Draft;
  onChange: (draft: Draft) => void;
}

/** The aspects that hold, each with its polarity; more come from the list of all. */
export function CorrectionAspects({ draft, onChange }: Props) {
  const { names } = useExplore();
  return (
    <ul className="correction-aspects">
      {draft.aspects.map(({ aspect, polarity }) => {
        const label = valueLabel(names, 'aspect', aspect);
        return (
          <li key={aspect}>
            <span>{label}</span>
            <select
              aria-label={t('correct.polarity', { aspect: label })}
              value={polarity}
              onChange={(event) => onChange(withPolarity(draft, aspect, event.target.value))}
            >
              {TONES.map((tone) => (
                <option key={tone} value={tone}>
                  {`${TONE_SIGNS[tone]} ${t(`sentiment.${tone}`)}`}
                </option>
              ))}
            </select>
            <button type="button" aria-label={t('correct.remove', { aspect: label })} onClick={() => onChange(withoutAspect(draft, aspect))}>
              ✕
            </button>
          </li>
        );
      })}
      <li>
        <AspectPicker taken={draft.aspects.map((one) => one.aspect)} onPick={(aspect) => onChange(withAspect(draft, aspect))} />
      </li>
    </ul>
  );
}

function AspectPicker({ taken, onPick }: { taken: readonly string[]; onPick: (aspect: string) => void }) {
  const { names } = useExplore();
  const all = [...names.aspects.values()];
  const parents = all.filter((one) => one.parent === null);
  return (
    <select aria-label={t('correct.addAspect')} value="" onChange={(event) => onPick(event.target.value)}>
      <option value="">{`＋ ${t('correct.addAspect')}`}</option>
      {parents.map((parent) => (
        <optgroup key={parent.id} label={parent.label}>
          {all
            .filter((one) => one.parent === parent.id && !taken.includes(one.id))
            .map((one) => (
              <option key={one.id} value={one.id}>
                {one.label}
              </option>
            ))}
        </optgroup>
      ))}
    </select>
  );
}
