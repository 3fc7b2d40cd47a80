import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getGenerations, getImport, getImports, getMappings, postPreview, type Sending } from '../../../api/imports';
import { type Recipe, orderOf } from '../state/recipe';

/** The ledger. */
export function importsQuery() {
  return queryOptions({ queryKey: ['imports'], queryFn: ({ signal }) => getImports(signal) });
}

/** One entry of the ledger. */
export function importQuery(number: number) {
  return queryOptions({ queryKey: ['imports', number], queryFn: ({ signal }) => getImport(number, signal) });
}

/** Presets and the mappings that are kept. */
export function mappingsQuery() {
  return queryOptions({ queryKey: ['mappings'], queryFn: ({ signal }) => getMappings(signal) });
}

export function generationsQuery() {
  return queryOptions({ queryKey: ['generations'], queryFn: ({ signal }) => getGenerations(signal) });
}

/** What the first part of the key of a preview is: work done elsewhere does not change what a file holds. */
export const PREVIEW = 'preview';

/** A file as it would be read; `id` stands for the file. */
export function previewQuery(id: string, file: File, recipe: Recipe, onSent: Sending['onSent']) {
  const order = orderOf(recipe);
  return queryOptions({
    queryKey: [PREVIEW, id, order],
    queryFn: ({ signal }) => postPreview(file, order, { onSent, signal }),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
}
