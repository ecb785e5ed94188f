// Mutation tests of the permission core: `npm run mutation`, and after `--` the options of Stryker, such as `--mutate lib/permission/bind.ts`.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { installPackage } from '../support/install-package.js';
import { tableOf, type Report } from './table.js';

const REPORT = '.data/mutation/report.json';
const CONFIGURATION = 'spec/mutation/stryker.config.json';
const STRYKER = 'spec/mutation/node_modules/@stryker-mutator/core/bin/stryker.js';

process.chdir(new URL('../../', import.meta.url).pathname);
installPackage(new URL('./', import.meta.url), 'try again with the registry at hand');
rmSync(REPORT, { force: true });
// Every process of Stryker loads the runner, which is TypeScript.
const hooks = new URL('../support/typescript-hooks.mjs', import.meta.url).href;
const { status, signal } = spawnSync(process.execPath, [STRYKER, 'run', CONFIGURATION, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, NODE_OPTIONS: `--conditions=source --import ${hooks}` },
});
if (existsSync(REPORT)) console.log(tableOf(JSON.parse(readFileSync(REPORT, 'utf8')) as Report));
if (signal) console.error(`Stryker was ended by ${signal}`);
process.exitCode = status ?? 1;
