import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';
import { expect } from 'chai';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';
import { excerpts, placed, snippets, writeSnippets } from './support/snippets.js';

describe('the code of the documentation', () => {
  let configs: readonly string[];
  before(() => {
    configs = writeSnippets();
  });

  it('quotes files of the project as they are', () => {
    for (const { page, line, file, code } of excerpts) {
      const text = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
      expect(text, `${page}:${line}`).to.equal(code);
    }
  });

  it('type-checks', async () => {
    const outputs = await Promise.all(configs.map(compile));
    expect(placed(outputs.join(''))).to.equal('');
  });

  describe('runs', () => {
    const variable = process.env['DATABASE_URL'];
    let database: FreshDatabase;
    before(async () => {
      database = await freshDatabase('docs');
      process.env['DATABASE_URL'] = database.url;
    });
    after(async () => {
      const { orm } = await import('./preludes/bookshop.js');
      await orm.close();
      if (variable === undefined) delete process.env['DATABASE_URL'];
      else process.env['DATABASE_URL'] = variable;
      await database.drop();
    });

    for (const { page, line, code, path } of snippets.filter(({ run }) => run)) {
      it(`${page}:${line}`, async () => {
        expect(await printed(async () => import(pathToFileURL(resolve(path)).href))).to.deep.equal(promised(code));
      });
    }
  });
});

async function compile(config: string): Promise<string> {
  return new Promise((done) => {
    execFile(process.execPath, ['node_modules/typescript-7/lib/tsc.js', '-p', config], (error, stdout, stderr) =>
      done(stdout + stderr || (error?.message ?? '')),
    );
  });
}

/** What the comments behind `console.log(…);` say. */
function promised(code: string): readonly string[] {
  return [...code.matchAll(/^\s*console\.log\(.*\);(?: \/\/ (.*))?$/gm)].map(([, text = '']) => text);
}

/** What is printed meanwhile, each call in one line. */
async function printed(run: () => Promise<unknown>): Promise<readonly string[]> {
  const lines: string[] = [];
  const { log } = console;
  console.log = (...values: unknown[]) => void lines.push(format(...values).replace(/\s*\n\s*/g, ' '));
  try {
    await run();
  } finally {
    console.log = log;
  }
  return lines;
}
