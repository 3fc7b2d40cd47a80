import type { Facet } from '../../../api/types';
import { SENTIMENT_BUCKETS } from '../../../slice/state/sentiment';

export interface FacetRowData {
  value: string;
  count: number;
}

/**
 * The rows of a facet: ratings from 5 down, sentiment from bad to good, all else as the server
 * ranks it. A chosen value that the answer does not carry stays, with zero.
 */
export function facetRows(field: string, facet: Facet, chosen: readonly string[]): FacetRowData[] {
  const rows = facet.buckets.map(({ value, count }) => ({ value, count }));
  const known = new Set(rows.map((row) => row.value));
  for (const value of chosen) if (!known.has(value)) rows.push({ value, count: 0 });
  if (field === 'rating') return rows.sort((a, b) => Number(b.value) - Number(a.value));
  if (field === 'sentiment') return rows.sort((a, b) => rank(a.value) - rank(b.value));
  return rows;
}

function rank(value: string): number {
  return SENTIMENT_BUCKETS.findIndex((bucket) => bucket === value);
}
