import type { Field } from '../../../api/types';

// The order operators look in; fields the server adds come after, as it lists them.
const ORDER = ['rating', 'sentiment', 'aspect', 'opinion', 'flag', 'source', 'item', 'category', 'brand', 'city', 'channel', 'author_level'];
// Too many values for the screen's own request: the panel of aspects asks for them.
const APART = ['aspect', 'aspect_sentiment'];

/** The panels of the rail: one each, and the polarities of aspects stand with the aspects. */
export function panelFields(fields: readonly Field[]): string[] {
  return inOrder(fields, ['aspect_sentiment']);
}

/** The facets that the screen's own request carries. */
export function facetFields(fields: readonly Field[]): string[] {
  return inOrder(fields, APART);
}

function inOrder(fields: readonly Field[], without: readonly string[]): string[] {
  const names = fields.filter((field) => field.facetable && !without.includes(field.name)).map((field) => field.name);
  const known = ORDER.filter((name) => names.includes(name));
  return [...known, ...names.filter((name) => !known.includes(name))];
}
