import { t } from '../../messages/messages';
import { useSlice } from '../hooks/use-slice';
import { clauseLabel, nestedLabel } from '../labels';
import { negateClause, removeClause, switchClause } from '../state/edit-filters';
import { type Nested, clauseKey } from '../state/slice-state';

export function FilterPills() {
  const { slice, update, names } = useSlice();
  const { clauses, nested } = slice;
  if (clauses.length + nested.length === 0) return null;
  const replace = (one: Nested, by: readonly Nested[]): void => update({ nested: nested.flatMap((other) => (other === one ? by : [other])) });
  return (
    <div className="pills" role="group" aria-label={t('pill.list')}>
      {clauses.map((clause) => (
        <Pill
          key={clauseKey(clause)}
          label={clauseLabel(names, clause)}
          not={clause.not}
          off={clause.off}
          onNegate={() => update({ clauses: negateClause(clauses, clause) })}
          onSwitch={() => update({ clauses: switchClause(clauses, clause) })}
          onRemove={() => update({ clauses: removeClause(clauses, clause) })}
        />
      ))}
      {nested.map((one, at) => (
        <Pill
          key={`${at} ${one.kind}`}
          label={nestedLabel(names, one)}
          not={one.kind === 'none'}
          off={one.off}
          onNegate={() => replace(one, [{ ...one, kind: one.kind === 'all' ? 'none' : 'all', off: false }])}
          onSwitch={() => replace(one, [{ ...one, off: !one.off }])}
          onRemove={() => replace(one, [])}
        />
      ))}
      <button type="button" className="link" onClick={() => update({ clauses: [], nested: [] })}>
        {t('pill.clear')}
      </button>
    </div>
  );
}

interface PillProps {
  label: string;
  not: boolean;
  off: boolean;
  onNegate: () => void;
  onSwitch: () => void;
  onRemove: () => void;
}

function Pill({ label, not, off, onNegate, onSwitch, onRemove }: PillProps) {
  const switchWord = t(off ? 'pill.enable' : 'pill.disable');
  return (
    <span className={`pill${not ? ' not' : ''}${off ? ' off' : ''}`}>
      <span className="pill-text" title={label}>
        {label}
        {off && <em>{t('pill.off')}</em>}
      </span>
      <PillButton word={t('pill.negate')} label={label} sign="≠" isPressed={not} onClick={onNegate} />
      <PillButton word={switchWord} label={label} sign={off ? '▷' : '❚❚'} onClick={onSwitch} />
      <PillButton word={t('pill.remove')} label={label} sign="✕" onClick={onRemove} />
    </span>
  );
}

interface PillButtonProps {
  word: string;
  label: string;
  sign: string;
  isPressed?: boolean;
  onClick: () => void;
}

function PillButton({ word, label, sign, isPressed, onClick }: PillButtonProps) {
  const name = t('pill.actionOn', { action: word, pill: label });
  return (
    <button type="button" title={word} aria-label={name} aria-pressed={isPressed} onClick={onClick}>
      <span aria-hidden="true">{sign}</span>
    </button>
  );
}
