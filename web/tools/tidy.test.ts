// The house rules that a compiler does not check.
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const LINES_MAX = 150;
// Tables of data, and what a tool wrote.
const LONG_BY_NATURE = ['src/api/schema.gen.ts', 'src/messages/zh.ts', 'src/messages/en.ts'];

const root = resolve(import.meta.dirname, '..');
const files = ['src', 'e2e', 'tools'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(tsx?|mjs)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name))),
);
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const source = files.filter((file) => file.startsWith('src/') && file !== 'src/api/schema.gen.ts');

/** The lines of the page's own code that match, as `file:line`. */
function found(pattern: RegExp, except: readonly string[] = []): string[] {
  return source
    .filter((file) => !except.includes(file))
    .flatMap((file) => read(file).split('\n').flatMap((line, at) => (pattern.test(line) ? [`${file}:${at + 1}`] : [])));
}

test('there is something to check', () => {
  expect(source.length).toBeGreaterThan(30);
});

test('no file is longer than its readers like', () => {
  const long = files.filter((file) => !LONG_BY_NATURE.includes(file) && read(file).trimEnd().split('\n').length > LINES_MAX);
  expect(long).toEqual([]);
});

test('names are kebab-case', () => {
  expect(files.filter((file) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)+$/.test(basename(file)))).toEqual([]);
});

test('review text is only ever a text node', () => {
  expect(found(/dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML|document\.write/)).toEqual([]);
});

test('no any, and no type assertion outside the API client', () => {
  expect(found(/(:|<|\bas) any\b/)).toEqual([]);
  const assertion = /^(?!\s*(\/\/|\/?\*|import\b|test\b)).* as (?!const\b)[A-Za-z{[(]/;
  expect(found(assertion, ['src/api/client.ts', 'src/messages/en.ts'])).toEqual([]);
});

test('named exports, no barrels', () => {
  expect(found(/^export (default|\*)/)).toEqual([]);
  expect(source.filter((file) => /\/index\.tsx?$/.test(file))).toEqual([]);
});

/** The feature that a file belongs to, if any. */
function featureOf(file: string): string | undefined {
  return /^src\/features\/([^/]+)\//.exec(file)?.[1];
}

test('screens share by the slice, never by each other', () => {
  const crossings = source.flatMap((file) => {
    if (file.startsWith('src/app/')) return [];
    const imports = [...read(file).matchAll(/(?:from|import\() ?'(\.[^']+)'/g)].map(([, path = '']) => join(file, '..', path));
    return imports.filter((path) => ![undefined, featureOf(file)].includes(featureOf(path))).map((path) => `${file} → ${path}`);
  });
  expect(crossings).toEqual([]);
  expect(new Set(source.map(featureOf)).size).toBeGreaterThan(4);
});

test('the lock file names no registry', () => {
  expect(read('package-lock.json')).not.toMatch(/"resolved"|registry\./);
});
