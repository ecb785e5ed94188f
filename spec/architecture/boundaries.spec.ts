import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { ALLOWED, PLANTED, SURROUNDINGS, type Files } from './planted.js';

const CRUISER = resolve('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
const CONFIG = resolve('.dependency-cruiser.mjs');

interface Cruise {
  readonly summary: { readonly totalCruised: number; readonly violations: readonly { from: string; rule: { name: string } }[] };
}

describe('boundaries', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'general-manager-boundaries-'));
    write(SURROUNDINGS);
    write(ALLOWED);
    for (const { files } of PLANTED) write(files);
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('hold in the project', async () => {
    const { summary } = await cruise('.');
    expect(summary.totalCruised).to.be.above(0);
    expect(summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`)).to.deep.equal([]);
  });

  it('find each planted violation, and nothing else', async () => {
    const { summary } = await cruise(folder);
    const found = new Set(summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`));
    const planted = PLANTED.flatMap(({ rule, files }) => `${rule}: ${Object.keys(files)[0]}`);
    expect([...found].toSorted()).to.deep.equal(planted.toSorted());
  });

  it('have a planted violation for each rule', async () => {
    const { default: config } = (await import(pathToFileURL(CONFIG).href)) as {
      readonly default: { readonly forbidden: readonly { readonly name: string }[] };
    };
    const names = config.forbidden.map(({ name }) => name);
    expect(names.toSorted()).to.deep.equal([...new Set(PLANTED.map(({ rule }) => rule))].toSorted());
  });

  function write(files: Files): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  }
});

/** Runs the project's own configuration; the exit code only repeats what the answer says. */
async function cruise(cwd: string): Promise<Cruise> {
  const folders = ['lib', 'decorators', 'integrations', 'pages', 'samples', 'monitoring'];
  const args = [CRUISER, '--config', CONFIG, '--output-type', 'json', ...folders];
  const run = promisify(execFile)(process.execPath, args, { cwd, maxBuffer: 2 ** 26 });
  const { stdout } = await run.catch((error: unknown) => error as { readonly stdout: string });
  return JSON.parse(stdout) as Cruise;
}
