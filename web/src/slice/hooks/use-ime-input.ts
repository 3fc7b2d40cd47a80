// A text box that leaves input methods alone: what is being composed is nobody's query,
// and the Enter that picks a candidate is not a submit.
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';

const DEBOUNCE_MS = 250;
const KEY_CODE_COMPOSING = 229;

export type Commit = (text: string, how: 'typed' | 'submitted') => void;

export function useImeInput(committed: string, commit: Commit) {
  const [text, setText] = useState(committed);
  const [seen, setSeen] = useState(committed);
  const composing = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  // The URL changed from outside (back, a cleared filter): follow it, unless it is our own text.
  if (committed !== seen) {
    setSeen(committed);
    if (committed !== text.trim()) setText(committed);
  }

  useEffect(() => () => clearTimeout(timer.current), []);

  const submit = (value: string, how: 'typed' | 'submitted'): void => {
    clearTimeout(timer.current);
    commit(value.trim(), how);
  };
  const schedule = (value: string): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => submit(value, 'typed'), DEBOUNCE_MS);
  };
  const set = (value: string): void => {
    setText(value);
    submit(value, 'submitted');
  };

  return {
    text,
    set,
    inputProps: {
      value: text,
      onChange: (event: { target: { value: string } }) => {
        setText(event.target.value);
        if (composing.current) clearTimeout(timer.current);
        else schedule(event.target.value);
      },
      onCompositionStart: () => {
        composing.current = true;
        clearTimeout(timer.current);
      },
      onCompositionEnd: (event: { currentTarget: { value: string } }) => {
        composing.current = false;
        schedule(event.currentTarget.value);
      },
      onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => {
        const isPicking = event.nativeEvent.isComposing || event.keyCode === KEY_CODE_COMPOSING;
        if (event.key === 'Enter' && !isPicking) submit(event.currentTarget.value, 'submitted');
      },
    },
  };
}
