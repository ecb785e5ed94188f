import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Installs a package that has a lockfile of its own, so that the main install stays lean; does nothing where what its lockfile says is there
 * already.
 *
 * @throws where npm cannot install it; `cure` says what to do then
 */
export function installPackage(folder: URL, cure: string): void {
  const path = fileURLToPath(folder);
  const installed = `${path}node_modules/.installed`;
  const lockfile = readFileSync(`${path}package-lock.json`, 'utf8');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === lockfile) return;
  const { status } = spawnSync('npm', ['ci', '--prefix', path, '--no-audit', '--no-fund'], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`npm could not install ${path}package.json; ${cure}`);
  writeFileSync(installed, lockfile);
}
