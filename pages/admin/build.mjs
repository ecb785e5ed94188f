// Bundles the admin page: `node pages/admin/build.mjs <folder>…` writes admin.js, admin.css and the licences of what is in them into each folder.
// With --if-changed it does so only where a source or the lockfile is newer than what is there.
import { globSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '..', '..');
const IF_CHANGED = '--if-changed';
const NAMES = ['admin.js', 'admin.css', 'licences.txt'];

const folders = process.argv.slice(2).filter((argument) => argument !== IF_CHANGED);
if (!process.argv.includes(IF_CHANGED) || folders.some(isStale)) await bundle();

function isStale(folder) {
  const sources = [...globSync('**/*', { cwd: HERE }).map((path) => join(HERE, path)), join(ROOT, 'package-lock.json')];
  const built = Math.min(...NAMES.map((name) => timeOf(join(folder, name))));
  return sources.some((path) => timeOf(path) > built);
}

function timeOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

async function bundle() {
  const { outputFiles, metafile } = await build({
    entryPoints: { admin: join(HERE, 'main.tsx') },
    absWorkingDir: ROOT,
    outdir: HERE,
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    format: 'esm',
    target: ['es2022'],
    jsx: 'automatic',
    legalComments: 'none',
    logLevel: 'warning',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const files = new Map(outputFiles.map(({ path, contents }) => [path.slice(HERE.length + 1), contents]));
  files.set('licences.txt', licences(Object.keys(metafile.inputs)));
  for (const folder of folders) for (const [name, contents] of files) replace(folder, name, contents);
}

/** Another process may be reading the file. */
function replace(folder, name, contents) {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(`${path}.${process.pid}`, contents);
  renameSync(`${path}.${process.pid}`, path);
}

/** What the licences of the bundled packages ask for. */
function licences(inputs) {
  const packages = [...new Set(inputs.flatMap((path) => path.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? []))].toSorted(
    (one, other) => one.localeCompare(other),
  );
  return packages.map((folder) => `${nameOf(folder)}\n\n${textOf(folder)}`).join(`\n${'-'.repeat(80)}\n\n`);
}

function nameOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
  return `${name} ${version} (${license})`;
}

function textOf(folder) {
  const [file] = globSync('{LICENSE,LICENCE,license,License}*', { cwd: join(ROOT, folder) });
  return file === undefined ? 'The package brings no text of its licence.\n' : readFileSync(join(ROOT, folder, file), 'utf8');
}
