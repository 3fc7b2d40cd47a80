import type { MouseEvent, ReactNode } from 'react';
import { whole } from '../../../lib/numbers';
import { t } from '../../../messages/messages';
import { useExplore } from '../hooks/use-explore';
import { type Choice, choiceOf, toggleValue } from '../../../slice/state/edit-filters';
import type { AspectRow } from '../state/aspect-groups';
import { aspectValue } from '../state/findings';
import { TONE_SIGNS } from '../../../slice/state/sentiment';

/** An aspect with its count as a bar, and its complaints and praise as filters of their own. */
export function AspectRowView({ row, top }: { row: AspectRow; top: number }) {
  const { count, label, tones } = row;
  const name = t('aspect.row', { aspect: label, count: whole(count) });
  const title = tones.neutral > 0 ? `${name} · ${t('aspect.neutral', { count: whole(tones.neutral) })}` : name;
  return (
    <FilterRow
      className={count === 0 ? 'aspect-child zero' : 'aspect-child'}
      value={row.id}
      label={label}
      name={name}
      title={title}
      after={(['negative', 'positive'] as const).map((tone) => (
        <JudgedButton key={tone} row={row} tone={tone} />
      ))}
    >
      <span className="facet-bar" style={{ inlineSize: `${(count / top) * 100}%` }} />
      <span className="facet-label">{label}</span>
    </FilterRow>
  );
}

function JudgedButton({ row, tone }: { row: AspectRow; tone: 'negative' | 'positive' }) {
  const { choice, toggle } = useToggle('aspect_sentiment', aspectValue({ aspect: row.id, polarity: tone }));
  const count = row.tones[tone];
  const name = t('aspect.judged', { aspect: row.label, tone: t(`sentiment.${tone}`), count: whole(count) });
  return (
    <button
      type="button"
      className={`aspect-tone${choice ? ` ${choice}d` : ''}${count === 0 ? ' zero' : ''}`}
      aria-pressed={choice === 'include'}
      aria-label={name}
      title={name}
      onClick={(event) => toggle(event.altKey ? 'exclude' : 'include')}
    >
      <span className={`sign ${tone}`} aria-hidden="true">
        {TONE_SIGNS[tone]}
      </span>
      {whole(count)}
    </button>
  );
}

interface FilterRowProps {
  className: string;
  /** The aspect to filter by. */
  value: string;
  label: string;
  name: string;
  title?: string;
  after?: ReactNode;
  children: ReactNode;
}

/** A row of the facet: a click includes, Alt and click or the last button excludes. */
export function FilterRow({ className, value, label, name, title, after, children }: FilterRowProps) {
  const { choice, toggle } = useToggle('aspect', value);
  const onClick = (event: MouseEvent): void => toggle(event.altKey ? 'exclude' : 'include');
  return (
    <li className={`facet-row ${className}${choice ? ` ${choice}d` : ''}`}>
      <button type="button" className="facet-value" aria-pressed={choice === 'include'} aria-label={name} title={title ?? name} onClick={onClick}>
        {children}
      </button>
      {after}
      <button
        type="button"
        className="facet-exclude"
        aria-pressed={choice === 'exclude'}
        aria-label={t('facet.exclude', { value: label })}
        title={t('facet.excludeShort')}
        onClick={() => toggle('exclude')}
      >
        <span aria-hidden="true">⊖</span>
      </button>
    </li>
  );
}

function useToggle(field: string, value: string): { choice: Choice; toggle: (choice: 'include' | 'exclude') => void } {
  const { state, update } = useExplore();
  return {
    choice: choiceOf(state.clauses, field, value),
    toggle: (choice) => update({ clauses: toggleValue(state.clauses, field, value, choice), review: null }),
  };
}
