import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { Advice } from '../../../integrations/mikro-orm/index.js';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.js';
import { run, type Outcome } from './running.js';
import { openOrm } from './support/library.js';

const LIBRARY = fileURLToPath(import.meta.resolve('./support/library.ts'));
const MEMORY = fileURLToPath(import.meta.resolve('./support/application.ts'));

describe('general-manager advise', () => {
  let database: FreshDatabase;
  before(async () => {
    database = await freshDatabase('cli_advise');
  });
  after(async () => database.drop());

  const advise = async (...args: readonly string[]): Promise<Outcome> => run(['advise', ...args], '.', { SPEC_DATABASE_URL: database.url });

  it('prints what is missing, for people and for machines; with --strict it ends with 1', async () => {
    // The first makes the tables: several at once would get in each other's way.
    const text = await advise(LIBRARY);
    const [json, strict] = await Promise.all([advise(LIBRARY, '--json'), advise(LIBRARY, '--strict')]);
    expect([text.code, text.stderr, json?.code, strict?.code, strict?.stdout]).to.deep.equal([0, '', 0, 1, text.stdout]);
    expect(text.stdout).to.include(`warning: No index of "public"."loan" starts with reader. (missing-index)
  the policy of Loan compares it with the actor
  create index concurrently "loan_reader_index" on "public"."loan" ("reader");
`);
    const found = JSON.parse(json?.stdout ?? '') as readonly Advice[];
    expect(found.map(({ table }) => table)).to.include.members(['"public"."loan"', '"public"."library"']);

    const orm = await openOrm(database.url);
    try {
      for (const cure of found.flatMap((each) => each.cure)) await orm.em.getConnection().execute(cure);
    } finally {
      await orm.close();
    }
    expect(await advise(LIBRARY, '--strict')).to.deep.equal({ code: 0, stdout: 'Nothing is missing.\n', stderr: '' });
  });

  it('ends with 1 and a cure where there is no database, and with 2 where it was not asked properly', async () => {
    const [memory, option] = await Promise.all([advise(MEMORY), advise(LIBRARY, '--sql')]);
    expect([memory?.code, memory?.stderr.split(':')[0]]).to.deep.equal([1, 'GM_ADVISE_UNSUPPORTED']);
    expect([option?.code, option?.stdout]).to.deep.equal([2, '']);
  });
});
