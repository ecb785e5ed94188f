// Writes dashboards, rules and their tests: `npm run monitoring`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FILES, madeFiles } from './files.js';

for (const [path, text] of Object.entries(madeFiles())) {
  const file = join(FILES, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(file);
}
