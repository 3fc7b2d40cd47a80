// Prints what the build weighs and fails when the first route is over its budget.
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const BUDGET_KB = 350;
const dist = resolve(import.meta.dirname, '../dist');
const html = readFileSync(join(dist, 'index.html'), 'utf8');

const problems = [];
if (/<script(?![^>]*\bsrc=)[^>]*>/.test(html) || /\son\w+=/.test(html)) problems.push('index.html carries an inline script');

// What the browser loads before the first screen is drawn: the entry, its preloads, the screen's own code, and their static imports.
const FIRST_SCREEN = /^explore-page-.*\.js$/;
const initial = new Set();
const visit = (path) => {
  if (initial.has(path)) return;
  initial.add(path);
  const code = readFileSync(join(dist, path), 'utf8');
  for (const [, name] of code.matchAll(/(?:\bfrom|\bimport)\s*"\.\/([^"]+\.js)"/g)) visit(`assets/${name}`);
};
for (const [, path] of html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)) visit(path);
const screens = readdirSync(join(dist, 'assets')).filter((name) => FIRST_SCREEN.test(name));
if (screens.length !== 1) problems.push('the first screen has no chunk of its own');
for (const name of screens) visit(`assets/${name}`);

let initialKb = 0;
for (const name of readdirSync(join(dist, 'assets')).sort()) {
  const path = `assets/${name}`;
  const kb = gzipSync(readFileSync(join(dist, path))).length / 1000;
  if (initial.has(path)) initialKb += kb;
  console.log(`${kb.toFixed(1).padStart(8)} kB gzip  ${initial.has(path) ? 'first' : 'later'}  ${path}`);
}
console.log(`${initialKb.toFixed(1).padStart(8)} kB gzip  JavaScript of the first route (budget ${BUDGET_KB})`);
if (initialKb === 0) problems.push('no script found in index.html');
if (initialKb > BUDGET_KB) problems.push(`first route is over ${BUDGET_KB} kB`);
for (const problem of problems) console.error(`budget: ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;
