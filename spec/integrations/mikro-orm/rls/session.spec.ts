import { expect } from 'chai';
import { RowLevelSecurityViolationException } from '@mikro-orm/core';
import type { Application } from 'general-manager';
import { databaseSession, rowLevelSecurity } from 'general-manager/mikro-orm';
import { databaseRole, type DatabaseRole } from '../../../support/database-role.js';
import { Memo, openOffice, Person, type Office } from './office.js';

const ONE = { id: 1, tenant: 1, hides: '', suspended: false };
const TWO = { id: 3, tenant: 2, hides: '', suspended: false };

describe('row-level security: the session of reads', () => {
  let office: Office;
  let role: DatabaseRole;
  let plain: Application;
  let gm: Application;

  before(async () => {
    role = await databaseRole();
    office = await openOffice('session', { pool: { min: 1, max: 1 } });
    await role.grant(office.orm);
    plain = await office.boot();
    gm = await office.boot({ rls: { role: role.name } });
    await office.query(rowLevelSecurity(gm, { role: role.name }).up.join(';'));
  });
  after(async () => {
    await office.close();
    await role.drop();
  });

  const setting = async (): Promise<Record<string, unknown>[]> =>
    office.query(`select current_setting('general_manager.actor', true) as s, current_user as u`);

  it('gives the same answers as without, and tells the database who acts', async () => {
    for (const actor of [ONE, TWO, { ...TWO, id: 4 }, { ...ONE, roles: ['auditor'] }]) {
      const expected = await plain.as(actor).manager(Person).values('id');
      expect(await gm.as(actor).manager(Person).values('id')).to.deep.equal(expected);
      expect(await gm.as(actor).manager(Memo).values('id')).to.deep.equal(await plain.as(actor).manager(Memo).values('id'));
    }
  });

  it('is a wall of its own: what the policies of the database hide is hidden whatever the statement says', async () => {
    await office.query('drop policy gm_read on person');
    expect(await plain.as(ONE).manager(Person).values('id')).to.deep.equal([1, 2]);
    expect(await gm.as(ONE).manager(Person).values('id')).to.deep.equal([]);
    await office.query(rowLevelSecurity(gm, { role: role.name }).up.join(';'));
    expect(await gm.as(ONE).manager(Person).values('id')).to.deep.equal([1, 2]);
  });

  it('leaves nothing on the connection, also after failures, and actors that take turns on it see their own only', async () => {
    const before = await setting();
    for (let turn = 0; turn < 5; turn += 1) {
      expect(await gm.as(ONE).manager(Person).values('id')).to.deep.equal([1, 2]);
      expect(await gm.as(TWO).manager(Person).values('id')).to.deep.equal([3, 4]);
      await gm
        .as(ONE)
        .manager(Person)
        .filter({ tenant: 2 ** 40 })
        .values('id');
      const failed = await gm
        .as(TWO)
        .manager(Person)
        .using({ signal: AbortSignal.abort() })
        .all()
        .catch((error: unknown) => error);
      expect(failed).to.have.property('code', 'GM_READ_ABORTED');
    }
    const mixed = await Promise.all([ONE, TWO, ONE, TWO].map(async (actor) => gm.as(actor).manager(Person).values('id')));
    expect(mixed).to.deep.equal([
      [1, 2],
      [3, 4],
      [1, 2],
      [3, 4],
    ]);
    expect(await setting()).to.deep.equal(before.map((row) => ({ ...row, s: '' })));
  });

  it('reads in a transaction of the caller, and puts back the settings that were there', async () => {
    await office.orm.em.fork().transactional(async (em) => {
      await em.execute(`select set_config('general_manager.actor', 'null', true)`);
      const [before] = await em.execute<object[]>('select current_user as u');
      await em.persist(em.create(Person, { id: 50, tenant: 1 })).flush();
      const read = async (actor: object): Promise<unknown> => gm.as(actor).manager(Person).using({ session: em }).values('id');
      expect(await Promise.all([read(ONE), read(TWO), read(ONE)])).to.deep.equal([
        [1, 2, 50],
        [3, 4],
        [1, 2, 50],
      ]);
      const [row] = await em.execute<object[]>(`select current_setting('general_manager.actor', true) as s, current_user as u`);
      expect(row).to.deep.equal({ s: 'null', ...before });
      // What fails before the database is asked leaves the transaction, and the caller's settings, as they were.
      const aborted = gm.as(ONE).manager(Person).using({ session: em, signal: AbortSignal.abort() });
      expect(await aborted.all().catch((error: unknown) => error)).to.have.property('code', 'GM_READ_ABORTED');
      const [again] = await em.execute<object[]>(`select current_setting('general_manager.actor', true) as s, current_user as u`);
      expect(again).to.deep.equal(row);
      await em.nativeDelete(Person, { id: 50 });
    });
  });

  it('takes one more statement to tell, between the ends of a transaction', async () => {
    const logger = office.orm.config.getLogger();
    const logged: string[] = [];
    const { logQuery } = logger;
    logger.logQuery = (context) => void logged.push(context.query ?? '');
    try {
      await gm.as(ONE).manager(Person).values('id');
      expect(logged.map((query) => query.split(' ')[0])).to.deep.equal(['begin', 'select', 'select', 'commit']);
      logged.length = 0;
      await gm.system('to see how often it asks').manager(Person).values('id');
      expect(logged).to.have.length(1);
    } finally {
      logger.logQuery = logQuery;
    }
  });

  it('lets the system read without an actor, as the role of the connection', async () => {
    expect(await gm.system('audit').manager(Person).values('id')).to.deep.equal([1, 2, 3, 4]);
  });

  it('is there for units of work of the application', async () => {
    const em = office.orm.em.fork({ session: databaseSession(gm, ONE) });
    expect((await em.find(Person, {}, { orderBy: { id: 'asc' } })).map(({ id }) => id)).to.deep.equal([1, 2]);
    const denied = await em.insert(Memo, { id: 60, tenant: 2, owner: 1 }).catch((error: unknown) => error);
    expect(denied).to.be.instanceOf(RowLevelSecurityViolationException);
  });

  it('takes a text that no column can hold as an attribute that is missing', async () => {
    const { hides: _hides, ...rest } = { ...ONE, hides: undefined };
    const seen = async (actor: object): Promise<readonly unknown[]> => gm.as(actor).manager(Memo).sort('id').all();
    expect(await seen({ ...ONE, hides: '\ud800' })).to.deep.equal(await seen(rest));
  });
});
