/** The dimensions of the matrix: what reviews speak of, and how they feel. */
export const MATRIX = ['aspect', 'sentiment'] as const;
