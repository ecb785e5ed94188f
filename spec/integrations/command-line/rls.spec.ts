import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { MikroORM } from '@mikro-orm/postgresql';
import { asRole, databaseRole, type DatabaseRole } from '../../support/database-role.js';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.js';
import { run, type Outcome } from './running.js';

const SHOP = fileURLToPath(import.meta.resolve('./support/shop.ts'));

describe('general-manager rls', () => {
  let database: FreshDatabase;
  let role: DatabaseRole;
  before(async () => {
    role = await databaseRole();
    database = await freshDatabase('cli_rls');
  });
  after(async () => {
    await database.drop();
    await role.drop();
  });

  const rls = async (...args: readonly string[]): Promise<Outcome> => run(['rls', SHOP, ...args], '.', { SPEC_DATABASE_URL: database.url });

  it('prints scripts that put policies in and take them away', async () => {
    const up = await rls('--role', role.name, '--schema', 'wall', '--force');
    const down = await rls('--role', role.name, '--schema=wall', '--down');
    expect([up.code, up.stderr, down.code, down.stderr]).to.deep.equal([0, '', 0, '']);
    expect(up.stdout).to.match(/^begin;\n-- The setting "general_manager.actor" holds null, or an object with: id::bigint, roles\n/);
    expect(up.stdout).to.include(
      '-- Sale, read: role(clerk) or where({"buyer":"actor.id"})\ncreate policy "gm_read" on "public"."sale" for select',
    );
    expect(up.stdout).to.include('alter table "public"."sale" force row level security;\ncommit;\n');

    const orm = await MikroORM.init({ clientUrl: database.url, entities: [], discovery: { warnWhenNoEntities: false } });
    try {
      await role.grant(orm);
      const execute = async (sql: string): Promise<unknown> => orm.em.getConnection().execute(sql);
      const sales = async (setting: string): Promise<number> => (await asRole(orm, role.name, setting, 'select * from sale')).length;
      await execute(up.stdout);
      const seen = [await sales('{"id::bigint": 7}'), await sales('{"id::bigint": 8}'), await sales('{"roles": ["clerk"]}')];
      expect(seen).to.deep.equal([1, 0, 1]);
      await execute(down.stdout);
      expect(await sales('null')).to.equal(1);
    } finally {
      await orm.close();
    }
  });

  it('ends with 1 and a cure where it cannot, and with 2 where it was not asked properly', async () => {
    const [role, missing, option] = await Promise.all([rls('--role', 'x'.repeat(64)), rls(), rls('--role', 'app', '--json')]);
    expect([role?.code, role?.stderr.split(':')[0]]).to.deep.equal([1, 'GM_RLS_INVALID_ROLE']);
    for (const outcome of [missing, option]) expect([outcome?.code, outcome?.stdout]).to.deep.equal([2, '']);
  });
});
