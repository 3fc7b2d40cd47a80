import type { Field } from '../../../api/types';

// The order operators look in; fields the server adds come after, as it lists them.
const ORDER = ['rating', 'sentiment', 'source', 'item', 'category', 'brand', 'city', 'channel', 'author_level'];

export function facetFields(fields: readonly Field[]): string[] {
  const names = fields.filter((field) => field.facetable).map((field) => field.name);
  const known = ORDER.filter((name) => names.includes(name));
  return [...known, ...names.filter((name) => !known.includes(name))];
}
