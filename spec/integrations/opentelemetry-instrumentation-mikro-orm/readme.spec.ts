import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { MIKRO_ORM, MikroOrmInstrumentation } from '../../../integrations/opentelemetry-instrumentation-mikro-orm/index.js';
import { OPERATIONS, STREAM } from '../../../integrations/opentelemetry-instrumentation-mikro-orm/operations.js';
import { PACKAGE_NAME, PACKAGE_VERSION } from '../../../integrations/opentelemetry-instrumentation-mikro-orm/version.js';
import { codeBlocks } from '../../support/code-blocks.js';

const run = promisify(execFile);
const folder = resolve('integrations/opentelemetry-instrumentation-mikro-orm');
const README = readFileSync(join(folder, 'README.md'), 'utf8');
const files = codeBlocks(README).filter(({ file }) => file !== undefined);

/** As the console exporter prints them, in the order in which they end. */
const names = (printed: string): readonly string[] => [...printed.matchAll(/^ {2}name: '(.*)',$/gm)].map(([, name = '']) => name);

describe('the package of the instrumentation', function () {
  this.timeout(60_000);
  let project: string;

  before(async () => {
    await run('npm', ['run', 'build'], { cwd: folder });
    project = mkdtempSync(join(tmpdir(), 'general-manager-instrumentation-'));
    symlinkSync(resolve('node_modules'), join(project, 'node_modules'));
    for (const { file = '', code } of files) writeFileSync(join(project, file), code);
  });
  after(() => rmSync(project, { recursive: true, force: true }));

  const node = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await run(process.execPath, [...args], { cwd: project, env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1' } });
    return stdout;
  };
  const write = (file: string, ...lines: readonly string[]): string => {
    writeFileSync(join(project, file), `${lines.join('\n')}\n`);
    return file;
  };
  const QUICKSTART = ['BEGIN', 'INSERT author', 'COMMIT', 'flush', 'SELECT author', 'find author'];

  it('makes the spans of the quickstart, through hooks', async () => {
    const [command = ''] = codeBlocks(README).flatMap(({ code }) => (code.startsWith('node ') ? [code.trim()] : []));
    expect(command).to.equal('node --import ./telemetry.mjs main.mjs');
    const printed = await node('--import', './telemetry.mjs', 'main.mjs');
    expect(names(printed).slice(-QUICKSTART.length)).to.deep.equal(QUICKSTART);
    expect(printed).not.to.contain('Le Guin');
  });

  const main = files.find(({ file }) => file === 'main.mjs')?.code ?? '';
  const telemetry = (files.find(({ file }) => file === 'telemetry.mjs')?.code ?? '').replace(/^register\(.*$/m, '');
  const made = telemetry.replace('new MikroOrmInstrumentation()', 'instrumentation');
  const explicit = made.replace(
    'registerInstrumentations(',
    'export const instrumentation = new MikroOrmInstrumentation();\nregisterInstrumentations(',
  );

  it('makes none without hooks, unless it is told what to instrument', async () => {
    write('bare.mjs', telemetry);
    expect(names(await node('--import', './bare.mjs', 'main.mjs'))).to.deep.equal([]);
    write('explicit.mjs', explicit);
    const instrumented = (line: string): string => `import { instrumentation } from './explicit.mjs';\n${line}\n${main}`;
    write('modules.mjs', instrumented(`instrumentation.instrument(await import('@mikro-orm/sqlite'));`));
    expect(names(await node('modules.mjs')).slice(-QUICKSTART.length)).to.deep.equal(QUICKSTART);
    write('orm.mjs', instrumented('').replace('await orm.schema', 'instrumentation.instrument(orm);\nawait orm.schema'));
    expect(names(await node('orm.mjs')).slice(-QUICKSTART.length)).to.deep.equal(QUICKSTART);
  });

  it('makes each span once where hooks are there and it is told all the same', async () => {
    write('both.mjs', explicit, `register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);`);
    write(
      'told.mjs',
      `import { instrumentation } from './both.mjs';`,
      main.replace('await orm.schema', 'instrumentation.instrument(orm);\nawait orm.schema'),
    );
    expect(names(await node('--import', './both.mjs', 'told.mjs')).slice(-QUICKSTART.length)).to.deep.equal(QUICKSTART);
  });

  it('is loaded by require as well', async () => {
    write(
      'main.cjs',
      `const { MikroOrmInstrumentation } = require('opentelemetry-instrumentation-mikro-orm');`,
      `const { EntityManager } = require('@mikro-orm/core');`,
      'const find = EntityManager.prototype.find;',
      'const instrumentation = new MikroOrmInstrumentation();',
      `instrumentation.instrument(require('@mikro-orm/sqlite'));`,
      'console.log(EntityManager.prototype.find !== find);',
      'instrumentation.disable();',
      'console.log(EntityManager.prototype.find === find);',
    );
    expect(await node('main.cjs')).to.equal('true\ntrue\n');
  });

  it('is called as its package is', () => {
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      readonly name: string;
      readonly version: string;
    };
    expect({ name, version }).to.deep.equal({ name: PACKAGE_NAME, version: PACKAGE_VERSION });
    const instrumentation = new MikroOrmInstrumentation({ enabled: false });
    expect(instrumentation).to.include({ instrumentationName: name, instrumentationVersion: version });
  });

  it('tells in its README of every operation, attribute and metric', () => {
    const told = [...[...OPERATIONS, STREAM].map(({ name }) => name), ...Object.values(MIKRO_ORM.metrics)];
    for (const name of told) expect(README).to.contain(`\`${name}\``);
    for (const name of Object.values(MIKRO_ORM.attributes)) {
      const short = name.startsWith('mikro_orm.change_sets.') ? name.slice('mikro_orm.change_sets'.length) : name;
      expect(README, name).to.match(new RegExp(`\`(mikro_orm.change_sets)?${short.replaceAll('.', String.raw`\.`)}\``));
    }
  });
});
