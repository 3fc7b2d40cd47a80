import { useRef } from 'react';
import { t } from '../../messages/messages';
import { useImeInput } from '../hooks/use-ime-input';
import { useShortcuts } from '../hooks/use-shortcuts';
import { useSlice } from '../hooks/use-slice';

interface Props {
  label: string;
  isFaulty: boolean;
  /** Id of the line that says more about the query. */
  noteId?: string;
  /** Whether `/` goes here. */
  hasShortcut?: boolean;
}

export function QueryBox({ label, isFaulty, noteId, hasShortcut = true }: Props) {
  const { slice, update } = useSlice();
  const input = useRef<HTMLInputElement>(null);
  const isTyping = useRef(false);
  // The first pause while typing makes a history entry; the following ones refine it.
  const box = useImeInput(slice.q, (q, how) => {
    update({ q, approximate: false }, how === 'typed' && isTyping.current ? 'replace' : 'push');
    isTyping.current = how === 'typed';
  });
  const focus = (): void => {
    input.current?.focus();
    input.current?.select();
  };
  useShortcuts(hasShortcut ? { '/': focus } : {});

  return (
    <div className="search-box">
      <input
        ref={input}
        type="text"
        name="q"
        autoComplete="off"
        spellCheck={false}
        aria-label={label}
        aria-invalid={isFaulty}
        aria-describedby={noteId}
        placeholder={t('search.placeholder')}
        onBlur={() => (isTyping.current = false)}
        {...box.inputProps}
      />
      {box.text !== '' ? (
        <button type="button" aria-label={t('search.clear')} onClick={() => (box.set(''), focus())}>
          ✕
        </button>
      ) : (
        hasShortcut && <kbd aria-hidden="true">/</kbd>
      )}
    </div>
  );
}
