// Writes a password of its own into each folder that is named, where there is none yet. Each is a volume that only who needs it sees.
import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

for (const folder of process.argv.slice(2)) {
  const file = join(folder, 'password');
  if (existsSync(file)) continue;
  writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o444, flag: 'wx' });
  console.log(`made ${file}`);
}
