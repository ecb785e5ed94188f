import { expect } from 'chai';
import type { Application } from 'general-manager';
import { databaseSession, rowLevelSecurity } from 'general-manager/mikro-orm';
import { asRole, databaseRole, type DatabaseRole } from '../../../support/database-role.js';
import { openOffice, type Office } from './office.js';

const ACTORS: readonly (object | null)[] = [
  null,
  {},
  { id: 1, tenant: 1, roles: [], words: [], hides: 'nothing', suspended: false },
  { id: 2, tenant: 1, roles: ['auditor'], words: ['a'], hides: 'x', by: 2, suspended: false },
  { id: 7, tenant: 3, hides: '-', suspended: false, crowd: 3 },
  { id: 3, tenant: 2, roles: ['guest'], words: ['a', 'b'], hides: 'y', by: 5, suspended: 'no' },
  { id: '4', tenant: 2n, roles: 'auditor', words: 'a', hides: 'z', by: null, suspended: 0 },
  { id: 1, tenant: 1, roles: ['auditor'], words: ['it\'s "%\\'], hides: '', by: 3, suspended: false },
  { id: 1, tenant: 1, roles: ['auditor'], words: ['b'], hides: 'q', by: 1, suspended: true },
  { id: 'x', tenant: 1.5, roles: ['auditor', 7], words: [null], hides: 3, by: 4, suspended: NaN },
];

const MANAGERS = ['Person', 'Team', 'Memo', 'Desk', 'Safe', 'Board'];
const ROWS: Readonly<Record<string, string>> = { Desk: `asset where type = 'desk'`, Safe: `asset where type = 'safe'` };

describe('row-level security: policies', () => {
  let office: Office;
  let role: DatabaseRole;
  let gm: Application;

  before(async () => {
    role = await databaseRole();
    office = await openOffice('policies');
    await role.grant(office.orm);
    gm = await office.boot();
    await office.query(rowLevelSecurity(gm, { role: role.name }).up.join(';'));
  });
  after(async () => {
    await office.close();
    await role.drop();
  });

  const settingOf = (actor: object | null): string => databaseSession(gm, actor).variables['general_manager.actor'] ?? '';
  const as = async (actor: object | null, sql: string): Promise<Record<string, unknown>[]> =>
    asRole(office.orm, role.name, settingOf(actor), sql);
  const idsOf = (rows: readonly Record<string, unknown>[]): unknown[] => rows.map(({ id }) => id);

  /** What reads give; who may read nothing at all is told so. */
  async function readable(actor: object | null, manager: string): Promise<unknown[]> {
    try {
      return (await gm.as(actor).manager(manager).sort('id').select({ id: true }).all()).map(({ id }) => id);
    } catch (error) {
      expect(error).to.have.property('code', 'GM_PERM_FORBIDDEN');
      return [];
    }
  }

  it('show raw SQL the rows that reads give, for owners, tenants, roles, teams, denials, predicates, formulas and hierarchies', async () => {
    const seen = new Set<string>();
    for (const actor of ACTORS) {
      for (const manager of MANAGERS) {
        const expected = await readable(actor, manager);
        const shown = await as(actor, `select id from ${ROWS[manager] ?? manager.toLowerCase()} order by id`);
        expect(idsOf(shown), `${manager} ${settingOf(actor)}`).to.deep.equal(expected);
        seen.add(`${manager} ${expected.join()}`);
      }
    }
    // Actors differ in what they see, so that the comparison says something.
    expect(seen.size).to.be.above(14);
  });

  it('show a hierarchy by the policy of each concrete type', async () => {
    expect(idsOf(await as({ roles: [] }, 'select id from asset order by id'))).to.deep.equal([1, 3]);
    expect(idsOf(await as({ roles: ['auditor'] }, 'select id from asset order by id'))).to.deep.equal([1, 2, 3]);
  });

  it('show nothing where nobody said who acts, also where everyone may read', async () => {
    for (const table of ['person', 'team', 'memo', 'asset', 'board']) {
      expect(await asRole(office.orm, role.name, undefined, `select * from ${table}`), table).to.deep.equal([]);
      expect(await asRole(office.orm, role.name, '', `select * from ${table}`), table).to.deep.equal([]);
    }
  });

  it('fail or show nothing for settings that nobody made here', async () => {
    const read = async (setting: string): Promise<unknown> =>
      asRole(office.orm, role.name, setting, 'select id from memo').then(idsOf, (error: { readonly code?: string }) => error.code);
    for (const setting of ['{', 'x', "'; select 1", '{"id::int": }']) expect(await read(setting), setting).to.equal('22P02');
    for (const setting of ['[]', '"auditor"', '7', 'true', '["roles"]', '{}', '{"roles": {"auditor": 1}}', '{"roles": "auditor"}']) {
      expect(await read(setting), setting).to.deep.equal([]);
    }
    expect(await read('{"tenant::int": "1 or true", "roles": ["auditor"], "hides::string": "", "suspended": false}')).to.equal('22P02');
    expect(await read('{"words::string[]": "a", "words": ["a"], "tenant": 1}')).to.deep.equal([]);
  });

  it('hold for inserts, updates and deletes', async () => {
    const owner = { id: 1, tenant: 1, words: ['a'], hides: 'n', suspended: false };
    const auditor = { id: 9, tenant: 1, roles: ['auditor'], words: ['a'], hides: 'n', suspended: false };
    const code = async (actor: object | null, sql: string): Promise<unknown> =>
      as(actor, sql).then(
        () => 'done',
        (error: { readonly code?: string }) => error.code,
      );
    expect(await code(owner, 'insert into memo (id, tenant, owner_id) values (20, 1, 1)')).to.equal('done');
    expect(await code(owner, 'insert into memo (id, tenant, owner_id) values (21, 2, 1)')).to.equal('42501');
    expect(await code(owner, 'insert into memo (id, tenant) values (22, 1)')).to.equal('42501');
    expect(await code(null, 'insert into memo (id, tenant, owner_id) values (23, 1, 1)')).to.equal('42501');
    expect(await code(owner, `insert into asset (id, type) values (24, 'desk')`)).to.equal('done');
    expect(await code(owner, `insert into asset (id, type) values (25, 'safe')`)).to.equal('42501');
    expect(await code(null, `insert into team (id, name) values (26, 'z')`)).to.equal('42501');
    expect(await code(owner, `insert into board (id) values (27)`)).to.equal('42501');

    await code(owner, 'update memo set size = 77');
    expect(idsOf(await office.query('select id from memo where size = 77 order by id'))).to.deep.equal([1, 20]);
    expect(await code(owner, 'update memo set owner_id = 2')).to.equal('42501');
    await code(auditor, 'update memo set size = 78');
    expect(await office.query('select id from memo where size = 78')).to.deep.equal([]);

    await code(owner, 'delete from memo');
    expect(await office.query('select count(*)::int as count from memo')).to.deep.equal([{ count: 9 }]);
    await office.query(`update memo set locked = false, hidden = 'v' where id = 20`);
    await code(auditor, 'delete from memo where id in (4, 20)');
    expect(idsOf(await office.query('select id from memo where id in (4, 20)'))).to.deep.equal([4]);
    await office.query('update memo set size = 1 where id = 1; delete from memo where id = 20; delete from asset where id = 24');
  });

  it('leave the schema generator nothing to do', async () => {
    expect(await office.orm.schema.getUpdateSchemaSQL()).to.equal('');
  });

  it('can be put in again, with other rules, and taken away', async () => {
    const { up, down } = rowLevelSecurity(gm, { role: role.name });
    const names = async (): Promise<unknown> =>
      office.query(`select (select count(*)::int from pg_policies) as policies,
        (select count(*)::int from pg_proc where proname like 'gm\\_rls\\_%') as functions,
        (select count(*)::int from pg_class where relrowsecurity) as tables`);
    const before = await names();
    await office.query(up.join(';'));
    expect(await names()).to.deep.equal(before);
    await office.query(`create policy other on team for select to public using (false)`);
    await office.query(down.join(';'));
    // A table that others protect stays protected.
    expect(await names()).to.deep.equal([{ policies: 1, functions: 0, tables: 1 }]);
    await office.query(down.join(';'));
    await office.query('drop policy other on team');
    await office.query(up.join(';'));
    expect(await names()).to.deep.equal(before);
  });

  it('compare a stored key by its column, so that an index can serve', () => {
    const update = rowLevelSecurity(gm, { role: role.name }).up.find((statement) =>
      statement.includes('"gm_update" on "public"."memo" for update'),
    );
    expect(update).to.include('"memo"."owner_id" = ').and.not.to.include('gm_rls_memo');
  });

  it('say in comments what they read of the actor and what they do not cover', () => {
    const { up } = rowLevelSecurity(gm, { role: role.name });
    expect(up[0]?.split('\n').slice(0, 3)).to.deep.equal([
      '-- The setting "general_manager.actor" holds null, or an object with: by::int argument, crowd::int, hides::string, id::int, id::key Person, roles, suspended, tenant::int, words::string[]',
      '-- Tables without a manager, such as those of many-to-many relations, are not covered: grant them with care.',
      '-- Policies of fields are not covered, rows are shown whole: Memo.secret',
    ]);
  });

  it('never answer for a part of the rows: where the owner obeys policies as well, functions fail', async () => {
    const owner = await databaseRole();
    try {
      await office.query(rowLevelSecurity(gm, { role: role.name, force: true }).up.join(';'));
      await office.query(`grant create on database "${office.orm.config.get('dbName')}" to "${owner.name}"`);
      await owner.grant(office.orm);
      const functions = await office.query(`select oid::regprocedure::text as f from pg_proc where proname like 'gm\\_rls\\_memo%'`);
      await office.query(`grant all on schema general_manager to "${owner.name}"`);
      for (const { f } of functions) await office.query(`alter function ${String(f)} owner to "${owner.name}"`);
      const failure = await as({ id: 1, tenant: 1, hides: '', suspended: false }, 'select id from memo').catch((error: unknown) => error);
      expect(failure).to.have.property('code', '42501');
    } finally {
      await office.query(rowLevelSecurity(gm, { role: role.name }).up.join(';'));
      await office.query(`drop owned by "${owner.name}"`);
      await owner.drop();
    }
  });
});
