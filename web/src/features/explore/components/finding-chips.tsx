import { type ReactNode, useId } from 'react';
import type { Aspect, Flag } from '../../../api/types';
import { t } from '../../../messages/messages';
import { useExplore } from '../hooks/use-explore';
import { flagLabel, valueLabel } from '../../../slice/labels';
import { choiceOf, toggleValue } from '../../../slice/state/edit-filters';
import { type FlagGroup, type Place, aspectPlaces, aspectValue, flagGroups, flagPlaces, polarityTone } from '../state/findings';
import { TONE_SIGNS } from '../../../slice/state/sentiment';

type Point = (places: readonly Place[]) => void;

interface Props {
  aspects: readonly Aspect[];
  flags: readonly Flag[];
  /** Called with the places of the chip under pointer or focus, and with none when it leaves. */
  onPoint: Point;
}

/** What was found in a review: each chip filters by what it says. Flags first: they ask for attention. */
export function FindingChips({ aspects, flags, onPoint }: Props) {
  if (aspects.length === 0 && flags.length === 0) return null;
  return (
    <div className="chips">
      {flagGroups(flags).map((group) => (
        <FlagChip key={group.flag} group={group} onPoint={onPoint} />
      ))}
      {aspects.map((aspect) => (
        <AspectChip key={aspect.aspect} aspect={aspect} onPoint={onPoint} />
      ))}
    </div>
  );
}

export function AspectChip({ aspect, onPoint }: { aspect: Aspect; onPoint: Point }) {
  const { names } = useExplore();
  const tone = polarityTone(aspect.polarity);
  const label = valueLabel(names, 'aspect', aspect.aspect);
  return (
    <Chip
      className={`chip ${tone}`}
      field="aspect_sentiment"
      value={aspectValue(aspect)}
      name={t('aspect.chip', { aspect: label, tone: t(`sentiment.${tone}`) })}
      places={aspectPlaces(aspect)}
      onPoint={onPoint}
    >
      <span className={`sign ${tone}`} aria-hidden="true">
        {TONE_SIGNS[tone]}
      </span>
      {label}
    </Chip>
  );
}

function FlagChip({ group, onPoint }: { group: FlagGroup; onPoint: Point }) {
  const { names } = useExplore();
  const tip = useId();
  const label = valueLabel(names, 'flag', group.flag);
  return (
    <span className="chip-anchor">
      <Chip
        className="chip flag"
        field="flag"
        value={group.flag}
        name={t('flag.chip', { flag: label })}
        tip={tip}
        places={flagPlaces(group)}
        onPoint={onPoint}
      >
        <span aria-hidden="true">⚑</span>
        {label}
      </Chip>
      <span className="tip" role="tooltip" id={tip}>
        {group.found.map((one, at) => (
          <span key={`${at} ${one.reason}`}>{flagLabel(names, one)}</span>
        ))}
      </span>
    </span>
  );
}

interface ChipProps {
  className: string;
  field: string;
  value: string;
  name: string;
  tip?: string;
  places: readonly Place[];
  onPoint: Point;
  children: ReactNode;
}

function Chip({ className, field, value, name, tip, places, onPoint, children }: ChipProps) {
  const { state, update } = useExplore();
  const isOn = choiceOf(state.clauses, field, value) === 'include';
  const point = (): void => onPoint(places);
  const leave = (): void => onPoint([]);
  return (
    <button
      type="button"
      className={className}
      aria-pressed={isOn}
      aria-label={name}
      aria-describedby={tip}
      onClick={() => update({ clauses: toggleValue(state.clauses, field, value, 'include'), review: null })}
      onMouseEnter={point}
      onMouseLeave={leave}
      onFocus={point}
      onBlur={leave}
    >
      {children}
    </button>
  );
}
