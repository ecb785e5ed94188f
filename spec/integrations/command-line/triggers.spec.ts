import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { MikroORM } from '@mikro-orm/postgresql';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.js';
import { run, type Outcome } from './running.js';
import { openOrm } from './support/post.js';

const POST = fileURLToPath(import.meta.resolve('./support/post.ts'));
const SHOP = fileURLToPath(import.meta.resolve('./support/shop.ts'));

describe('general-manager cache triggers', () => {
  let database: FreshDatabase;
  before(async () => {
    database = await freshDatabase('cli_triggers');
    const orm = await openOrm(database.url);
    await orm.schema.create();
    await orm.close();
  });
  after(async () => database.drop());

  const triggers = async (module: string, ...args: readonly string[]): Promise<Outcome> =>
    run(['cache', 'triggers', module, ...args], '.', { SPEC_DATABASE_URL: database.url });

  it('prints scripts that put triggers in and take them away', async () => {
    const [up, down] = [await triggers(POST, '--manager', 'Parcel'), await triggers(POST, '--down')];
    expect([up.code, up.stderr, down.code, down.stderr]).to.deep.equal([0, '', 0, '']);
    expect(up.stdout).to.match(/^begin;\ncreate or replace function "general_manager"\.gm_change_row/);
    const orm = await MikroORM.init({ clientUrl: database.url, entities: [], discovery: { warnWhenNoEntities: false } });
    try {
      const execute = async (sql: string): Promise<readonly object[]> => orm.em.fork().execute(sql);
      const count = async (): Promise<readonly object[]> =>
        execute(`select count(*)::int as n from pg_trigger where tgname like 'gm\\_change\\_%'`);
      await execute(up.stdout);
      await execute(up.stdout);
      expect(await count()).to.deep.equal([{ n: 4 }]);
      await execute(down.stdout);
      expect(await count()).to.deep.equal([{ n: 0 }]);
    } finally {
      await orm.close();
    }
  });

  it('ends with 1 and a cure where it cannot, and with 2 where it was not asked properly', async () => {
    const [unknown, option] = await Promise.all([triggers(POST, '--manager', 'Gone'), triggers(POST, '--json')]);
    // The shop makes its own tables in place of all that there are.
    const missing = await triggers(SHOP);
    expect([unknown.code, unknown.stderr.split(':')[0]]).to.deep.equal([1, 'GM_READ_UNKNOWN_MANAGER']);
    expect([missing.code, missing.stderr.split(':')[0]]).to.deep.equal([1, 'GM_ORM_SIDE_TABLE_MISSING']);
    expect([option.code, option.stdout]).to.deep.equal([2, '']);
  });
});
