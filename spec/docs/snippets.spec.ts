import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';
import { expect } from 'chai';
import { parse, printSchema } from 'graphql';
import { Keyv } from 'keyv';
import { bootstrap } from '../../integrations/index.js';
import { advice } from '../../integrations/command-line/advise.js';
import { explainOperation } from '../../integrations/command-line/explain-cache.js';
import { inspect } from '../../integrations/command-line/inspect.js';
import { plan } from '../../integrations/command-line/plan.js';
import { advise } from '../../integrations/mikro-orm/index.js';
import { keepAll } from '../cache/support/keep-all.js';
import { codeBlocks } from '../support/code-blocks.js';
import { answeredByNock } from '../integrations/http/support/nock.js';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';
import { pageText } from './support/pages.js';
import { excerpts, placed, removeSnippets, snippets, writeSnippets } from './support/snippets.js';

describe('the code of the documentation', () => {
  let configs: readonly string[];
  before(() => {
    configs = writeSnippets();
  });
  after(removeSnippets);

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
    answeredByNock({ network: true });
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

    // Snippets write what they like.
    afterEach(async () => {
      const { restore } = await import('./preludes/bookshop.js');
      await restore();
    });

    for (const { page, line, code, path } of snippets.filter(({ run }) => run)) {
      it(`${page}:${line}`, async () => {
        expect(await printed(async () => import(pathToFileURL(resolve(path)).href))).to.deep.equal(promised(code));
      });
    }

    it('and prints what the guide to the command line shows', async () => {
      const { gm } = await import('./preludes/bookshop.js');
      const source = 'query ($q: String) { books(filter: { title: { contains: $q } }) { nodes { title } } }';
      const planned = await gm.plan(source, { variables: { q: 'sea' }, actor: { id: 7 } });
      const output = [
        inspect(gm.introspect(), false),
        plan(planned, { json: false, sql: false }),
        advice(await advise(gm), false),
        await explained(),
      ].join('\n');
      const shown = codeBlocks(pageText('docs/guides/command-line.md')).filter(({ language }) => language === 'text');
      expect(shown).to.have.length(5);
      for (const { code } of shown) expect(output).to.include(code);
    });

    it('and emits what the guide to GraphQL shows', async () => {
      const { gm } = await import('./preludes/bookshop.js');
      const [shown] = codeBlocks(pageText('docs/guides/graphql.md')).filter(({ language }) => language === 'graphql');
      const lines = (shown?.code ?? '').split('\n').map((line) => line.replace(/#.*$/, '').trim());
      const emitted = printSchema(gm.schema)
        .split('\n')
        .map((line) => line.trim());
      expect(lines.length).to.be.above(10);
      expect(emitted).to.include.members(lines);
    });
  });
});

/** What the command line tells of an operation whose answer is kept. */
async function explained(): Promise<string> {
  const { orm } = await import('./preludes/bookshop.js');
  const keeping = await bootstrap({ orm, drift: 'off', cache: new Keyv(), plugins: [keepAll({ timeoutMs: 60_000 })] });
  const source = '{ books(filter: { title: { contains: "sea" } }) { nodes { title author { name } } } }';
  await keeping.direct.operation(parse(source))?.run({}, { actor: { id: 7 } });
  return explainOperation(await keeping.plan(source, { actor: { id: 7 }, cache: true }), false);
}

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
