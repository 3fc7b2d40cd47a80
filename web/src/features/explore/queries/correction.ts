import { useMutation, useQueryClient } from '@tanstack/react-query';
import { patchReview } from '../../../api/client';
import type { Correction } from '../../../api/types';

/** What a correction does not touch. */
const LASTING = new Set(['fields']);

/** Saves a correction, then asks anew for everything that may show it; done when the review itself is there again. */
export function useCorrection(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (correction: Correction) => patchReview(id, correction),
    onSuccess: () => {
      void client.invalidateQueries({ predicate: ({ queryKey }) => !LASTING.has(String(queryKey[0])) && queryKey[0] !== 'review' });
      return client.invalidateQueries({ queryKey: ['review', id] });
    },
  });
}
