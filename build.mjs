// Builds the package into `dist`: types by TypeScript, code in as few files as its entries can share. Loading one file costs more than most of
// what is in it, and an application would load hundreds.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { build } from 'esbuild';

const { exports, bin } = JSON.parse(readFileSync('package.json', 'utf8'));
const OUT = 'dist';

/** Programs that are forked. */
const FORKED = ['integrations/testing/postgres-host.ts'];

const entries = [
  ...Object.values(exports).flatMap(({ source }) => source ?? []),
  ...Object.values(bin).map((path) => path.replace(/^dist/, '.').replace(/\.js$/, '.ts')),
  ...FORKED,
];

rmSync(OUT, { recursive: true, force: true });
execFileSync(process.execPath, ['node_modules/typescript-7/lib/tsc.js', '-p', 'tsconfig.package.json', '--emitDeclarationOnly'], {
  stdio: 'inherit',
});
const { metafile } = await build({
  entryPoints: entries,
  outdir: OUT,
  outbase: '.',
  bundle: true,
  splitting: true,
  chunkNames: 'shared/[hash]',
  format: 'esm',
  platform: 'node',
  target: 'es2023',
  // Third parties are the application's; its TypeGraphQL has to be ours.
  packages: 'external',
  sourcemap: true,
  // The package has its sources.
  sourcesContent: false,
  tsconfig: 'tsconfig.package.json',
  metafile: true,
  logLevel: 'warning',
});
refuseMoved(metafile);

/** What looks for files beside itself must not have come into another folder. */
function refuseMoved({ outputs }) {
  for (const [output, { inputs }] of Object.entries(outputs)) {
    for (const input of Object.keys(inputs)) {
      const looks = readFileSync(input, 'utf8').includes('import.meta.url');
      if (looks && `${OUT}/${dirname(input)}` !== dirname(output))
        throw new Error(`${input} uses import.meta.url, and would move to ${output}.`);
    }
  }
}
