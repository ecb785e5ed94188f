import { execFileSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import * as legacy from './decorated/legacy.js';
import * as marked from './decorated/marked.js';
import * as folder from './tc39/decorated.js';

describe('TypeScript hooks', () => {
  it('compile legacy decorators, with the types of what is decorated', () => {
    const { prototype } = legacy.Decorated;
    expect(legacy.seen).to.deep.equal([[prototype, 'moment', undefined]]);
    expect(Reflect.getMetadata('design:type', prototype, 'moment')).to.equal(Date);
  });

  it('compile TC39 decorators in folders named tc39', () => {
    expect(folder.seen).to.have.nested.property('0.1.kind', 'field');
  });

  it('compile TC39 decorators in files with the marker', () => {
    expect(marked.seen).to.have.nested.property('0.1.kind', 'field');
  });

  it('keep lines and columns in stack traces', () => {
    expect(new Error('here').stack).to.match(/spec\/support\/typescript-hooks\.spec\.ts:27:12/);
  });

  it('compile what was changed anew, and what was not changed to the same', () => {
    const folder = mkdtempSync(join(tmpdir(), 'general-manager-hooks-'));
    const program = join(folder, 'program.ts');
    const run = (text: string): string => {
      writeFileSync(program, `const text: string = '${text}';\nconsole.log(text, new Error().stack?.split('\\n')[1]);\n`);
      return execFileSync(process.execPath, ['--import', './spec/support/typescript-hooks.mjs', program], { encoding: 'utf8' });
    };
    try {
      const first = run('one');
      expect(first).to.match(/^one .*program\.ts:2:19\)?\n$/);
      expect(run('one')).to.equal(first);
      expect(run('two')).to.equal(first.replace('one', 'two'));
      rmSync(`node_modules/.cache/typescript-hooks/${hash('sha256', program)}.js`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('resolve the package by its own name to its sources', () => {
    expect(import.meta.resolve('general-manager')).to.match(/\/integrations\/index\.ts$/);
  });
});
