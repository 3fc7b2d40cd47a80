import { expect, test } from 'vitest';
import type { ExplanationClause } from '../../../api/types';
import { excerpt, explainBody, isMet, phraseOf, tellingParts } from './explanation';
import { parseSearch } from './url-codec';

test('the body is the slice on the screen with the id', () => {
  const state = parseSearch('?q=慢&city=上海&sort=newest');
  expect(explainBody(' a:1 ', state)).toEqual({ id: 'a:1', q: '慢', filter: { city: ['上海'] }, sort: 'newest' });
  expect(explainBody('a:1', parseSearch('?q=慢&approximate=true'))).toMatchObject({ q: '慢', approximate: true });
  expect(explainBody('字'.repeat(2_000), parseSearch('')).id).toHaveLength(1_000);
});

test('a pasted text becomes a phrase that parses', () => {
  expect(phraseOf(' 他说"好"\\ ')).toBe('"他说\\"好\\"\\\\"');
  expect([...phraseOf('😀'.repeat(100))]).toHaveLength(62);
});

test('an excerpt keeps the marked characters in place', () => {
  const text = `${'😀'.repeat(30)}上菜慢${'好'.repeat(60)}`;
  const cut = excerpt(text, [[30, 33], [80, 81]]);
  const marked = [...(cut?.text ?? '')].slice(...(cut?.ranges[0] ?? []));
  expect(marked.join('')).toBe('上菜慢');
  expect(cut?.ranges).toHaveLength(1);
  expect(cut?.text.startsWith('…') && cut.text.endsWith('…')).toBe(true);
  expect(excerpt('上菜慢', [[0, 3]])).toEqual({ text: '上菜慢', ranges: [[0, 3]] });
  expect(excerpt('上菜慢', [])).toBeNull();
});

test('parts of a score come by size, those of no weight are left out', () => {
  const part = (name: string, value: number) => ({ name, detail: null, value });
  const parts = [part('likes', 0), part('recency', 0.2), part('word', 3)];
  expect(tellingParts(parts).map(({ name }) => name)).toEqual(['word', 'recency']);
});

test('a negated clause is met by not being there', () => {
  const clause: ExplanationClause = {
    text: '慢', matched: false, negated: true, part: null, ranges: [], elsewhere: [], missing: ['慢'], detail: null,
  };
  expect([isMet(clause), isMet({ ...clause, negated: false })]).toEqual([true, false]);
});
