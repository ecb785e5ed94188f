import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../peers/', import.meta.url));
const INSTALLED = `${FOLDER}node_modules/.installed`;

/** Installs the peers when they are not there, or are not those of the lockfile. */
export function installPeers(): void {
  const lockfile = readFileSync(`${FOLDER}package-lock.json`, 'utf8');
  if (existsSync(INSTALLED) && readFileSync(INSTALLED, 'utf8') === lockfile) return;
  const { status } = spawnSync('npm', ['ci', '--prefix', FOLDER, '--no-audit', '--no-fund'], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error('npm could not install the peers; without them: --contenders floor-text,floor-json,ours,handwritten');
  writeFileSync(INSTALLED, lockfile);
}
