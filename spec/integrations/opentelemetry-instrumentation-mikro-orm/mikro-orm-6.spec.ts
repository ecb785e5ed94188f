import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { installPackage } from '../../support/install-package.js';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.js';

const run = promisify(execFile);
const FOLDER = new URL('./mikro-orm-6/', import.meta.url);
const HOOKS = fileURLToPath(new URL('../../support/typescript-hooks.mjs', import.meta.url));

/** What the program prints. */
interface Printed {
  readonly told: readonly (readonly [string, string | null])[];
  readonly errors: readonly string[];
  readonly flushed?: string;
  readonly text: string;
}

describe('spans of MikroORM 6', function () {
  this.timeout(180_000);
  let database: FreshDatabase;

  before(function () {
    try {
      installPackage(FOLDER, 'try again with the registry at hand');
    } catch (error) {
      console.log(`      skipped: ${String(error)}`);
      this.skip();
    }
  });
  beforeEach(async () => {
    database = await freshDatabase('mikro_orm_6');
  });
  afterEach(async () => database.drop());

  for (const way of ['hooks', 'instrument']) {
    it(`have correct parents, by ${way}`, async () => {
      const program = ['--conditions=source', '--import', HOOKS, fileURLToPath(new URL('main.mjs', FOLDER)), way];
      const env = { ...process.env, DATABASE_URL: database.url, NODE_OPTIONS: '' };
      // MikroORM compares the versions of all its packages that the package there names.
      const { stdout } = await run(process.execPath, program, { env, cwd: fileURLToPath(FOLDER) });
      const { told, errors, flushed, text } = JSON.parse(stdout) as Printed;
      expect(told).to.deep.equal([
        ['BEGIN', 'transactional'],
        ['SAVEPOINT', 'transactional'],
        ['SELECT author', 'findAll author'],
        ['findAll author', 'transactional'],
        ['INSERT author', 'flush'],
        ['flush', 'transactional'],
        ['RELEASE SAVEPOINT', 'transactional'],
        ['transactional', 'transactional'],
        ['flush', 'transactional'],
        ['COMMIT', 'transactional'],
        ['transactional', null],
        ['SELECT author', 'findOneOrFail author'],
        ['findOneOrFail author', null],
        ['INSERT author', 'insert author'],
        ['insert author', null],
      ]);
      expect(errors).to.deep.equal(['23505', '23505']);
      expect(flushed).to.equal('flush');
      expect(text).not.to.match(/first|twice/);
    });
  }
});
