import { wordFor } from '../../../messages/messages';

/** Shapes beside the words, so that colour is never alone. */
const SIGNS: Readonly<Record<string, readonly [string, string]>> = {
  done: ['✓', 'positive'],
  serving: ['✓', 'positive'],
  running: ['▶', 'active'],
  building: ['▶', 'active'],
  failed: ['✕', 'negative'],
  error: ['✕', 'negative'],
  interrupted: ['!', 'negative'],
  notice: ['!', 'flagged'],
};

/** A state as a sign and a word. */
export function StateWord({ group, state }: { group: string; state: string }) {
  const [sign, tone] = SIGNS[state] ?? ['·', 'neutral'];
  return (
    <span className={`state ${tone}`}>
      <span aria-hidden="true">{sign} </span>
      {wordFor(group, state)}
    </span>
  );
}
