import { t } from '../../../messages/messages';
import { useExplore } from '../hooks/use-explore';
import { clauseLabel } from '../labels';
import { type Clauses, negateClause, removeClause, switchClause } from '../state/edit-filters';
import { type Clause, clauseKey } from '../state/explore-state';

export function FilterPills() {
  const { state, update } = useExplore();
  if (state.clauses.length === 0) return null;
  const set = (clauses: Clauses): void => update({ clauses, review: null });
  return (
    <div className="pills" role="group" aria-label={t('pill.list')}>
      {state.clauses.map((clause) => (
        <Pill
          key={clauseKey(clause)}
          clause={clause}
          onNegate={() => set(negateClause(state.clauses, clause))}
          onSwitch={() => set(switchClause(state.clauses, clause))}
          onRemove={() => set(removeClause(state.clauses, clause))}
        />
      ))}
      <button type="button" className="link" onClick={() => set([])}>
        {t('pill.clear')}
      </button>
    </div>
  );
}

interface PillProps {
  clause: Clause;
  onNegate: () => void;
  onSwitch: () => void;
  onRemove: () => void;
}

function Pill({ clause, onNegate, onSwitch, onRemove }: PillProps) {
  const { names } = useExplore();
  const label = clauseLabel(names, clause);
  const switchWord = t(clause.off ? 'pill.enable' : 'pill.disable');
  return (
    <span className={`pill${clause.not ? ' not' : ''}${clause.off ? ' off' : ''}`}>
      <span className="pill-text" title={label}>
        {label}
        {clause.off && <em>{t('pill.off')}</em>}
      </span>
      <PillButton word={t('pill.negate')} label={label} sign="≠" isPressed={clause.not} onClick={onNegate} />
      <PillButton word={switchWord} label={label} sign={clause.off ? '▷' : '❚❚'} onClick={onSwitch} />
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
