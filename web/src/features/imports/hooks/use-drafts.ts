import { useCallback, useState } from 'react';
import type { Failure } from '../../../api/failure';
import { AS_RECOGNISED, type Recipe } from '../state/recipe';

/** A file that was dropped and is not imported yet. */
export interface Draft {
  id: string;
  file: File;
  recipe: Recipe;
  /** The share that was sent, while it is being sent. */
  sent: number | null;
  /** Why it was not taken. */
  failure: Failure | null;
}

export interface Drafts {
  drafts: readonly Draft[];
  add: (files: Iterable<File>) => void;
  change: (id: string, patch: Partial<Omit<Draft, 'id' | 'file'>>) => void;
  remove: (id: string) => void;
}

let lastId = 0;

/** The files at hand, in the order in which they came. They live as long as the screen. */
export function useDrafts(): Drafts {
  const [drafts, setDrafts] = useState<readonly Draft[]>([]);
  const add = useCallback<Drafts['add']>((files) => {
    const fresh = [...files].map((file) => ({ id: String(++lastId), file, recipe: AS_RECOGNISED, sent: null, failure: null }));
    setDrafts((before) => [...before, ...fresh]);
  }, []);
  const change = useCallback<Drafts['change']>((id, patch) => {
    setDrafts((before) => before.map((draft) => (draft.id === id ? { ...draft, ...patch } : draft)));
  }, []);
  const remove = useCallback<Drafts['remove']>((id) => setDrafts((before) => before.filter((draft) => draft.id !== id)), []);
  return { drafts, add, change, remove };
}

/** The recipe of a draft with a part of it changed. */
export function changedRecipe({ recipe }: Draft, patch: Partial<Recipe>): { recipe: Recipe } {
  return { recipe: { ...recipe, ...patch } };
}
