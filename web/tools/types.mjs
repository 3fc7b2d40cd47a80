// Writes src/api/schema.gen.ts from ../openapi.json. The page calls by path, so operation ids
// are left out: handlers of one name would otherwise become one TypeScript name.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';

const root = resolve(import.meta.dirname, '..');
const contract = JSON.parse(readFileSync(resolve(root, '../openapi.json'), 'utf8'));
for (const path of Object.values(contract.paths)) {
  for (const operation of Object.values(path)) delete operation.operationId;
}
const header = '// Generated from ../openapi.json by `npm run types`. Do not edit.\n\n';
writeFileSync(resolve(root, 'src/api/schema.gen.ts'), header + astToString(await openapiTS(contract)));
