import { defineEntity, p } from '@mikro-orm/core';
import { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { bootstrap, type Application } from 'general-manager';
import { everyone, Manager, Permission, where } from 'general-manager/decorators';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';
import { refusal } from './support/refusal.js';

const Counter = defineEntity({
  name: 'Counter',
  properties: { id: p.integer().primary(), value: p.integer(), peer: () => p.manyToOne(Counter).nullable() },
});
const Pair = defineEntity({
  name: 'Pair',
  properties: { id: p.integer().primary(), counter: () => p.manyToOne(Counter).eager() },
});
const Versioned = defineEntity({
  name: 'Versioned',
  properties: { id: p.integer().primary(), value: p.integer(), version: p.integer().version() },
});
const Ward = defineEntity({
  name: 'Ward',
  properties: { id: p.integer().primary(), doctors: () => p.oneToMany(Doctor).mappedBy('ward') },
});
const Doctor = defineEntity({
  name: 'Doctor',
  properties: { id: p.integer().primary(), onCall: p.boolean(), ward: () => p.manyToOne(Ward) },
});
for (const each of [Counter, Pair, Versioned, Ward]) {
  Manager()(each);
  Permission({ read: everyone(), create: everyone(), update: everyone(), delete: everyone() })(each);
}
Manager()(Doctor);
// Before and after a change, somebody in the ward is on call.
Permission({ read: everyone(), update: where({ ward: { doctors: { some: { onCall: true } } } }) })(Doctor);

const nothing = async (): Promise<void> => {};

describe('writes that meet others', () => {
  let database: FreshDatabase;
  let orm: MikroORM;
  let gm: Application;
  const statements: string[] = [];
  /** What writes wait for after they have locked and loaded an object, and before they commit. */
  let atLoad: () => Promise<void> = nothing;
  let atCommit: () => Promise<void> = nothing;

  before(async () => {
    database = await freshDatabase('contention');
    orm = await MikroORM.init({
      clientUrl: database.url,
      driverOptions: { options: '-c deadlock_timeout=20ms' },
      entities: [Counter, Pair, Versioned, Ward, Doctor],
      pool: { max: 16 },
      subscribers: [{ onLoad: async () => atLoad(), beforeTransactionCommit: async () => atCommit() }],
      onQuery: (sql) => {
        statements.push(sql);
        return sql;
      },
    });
    await orm.schema.create();
    gm = await bootstrap({ orm, drift: 'off' });
  });
  after(async () => {
    await orm?.close();
    await database?.drop();
  });
  beforeEach(async () => {
    [atLoad, atCommit] = [nothing, nothing];
    await run('truncate counter, pair, versioned, ward, doctor restart identity cascade');
    await run('insert into counter (id, value) select each, 0 from generate_series(1, 8) each');
    await run('insert into versioned (id, value, version) select each, 0, 1 from generate_series(1, 8) each');
    await run('update counter set peer_id = 3 - id where id in (1, 2)');
    await run('insert into pair (id, counter_id) values (1, 1)');
    await run('insert into ward (id) values (1)');
    await run('insert into doctor (id, on_call, ward_id) values (1, true, 1), (2, true, 1)');
    statements.length = 0;
  });

  const run = async (sql: string): Promise<Record<string, unknown>[]> => orm.em.getConnection().execute(sql);
  const manager = (name: string) => gm.as({}).manager(name);

  /** Counts up until it is heard; how often others were first. */
  async function countUp(name: 'Counter' | 'Versioned', id: number): Promise<number> {
    for (let conflicts = 0; ; conflicts += 1) {
      const now = (await manager(name).get(id)) as unknown as { value: number; version: number };
      const expected = name === 'Counter' ? { value: now.value } : now.version;
      const write = manager(name).update(id, { value: now.value + 1 }, { expected });
      const lost = await write.then(
        () => undefined,
        ({ code }: { code: string }) => code,
      );
      if (lost === undefined) return conflicts;
      expect(lost).to.equal('GM_WRITE_CONFLICT');
    }
  }

  for (const [name, writers] of [
    ['Counter', 64],
    ['Versioned', 24],
  ] as const) {
    it(`lose no update of ${writers} writers on 8 objects, and hide no conflict (${name})`, async () => {
      const conflicts = await Promise.all(Array.from({ length: writers }, async (_each, index) => countUp(name, (index % 8) + 1)));
      const [sum] = await run(`select sum(value)::int as sum, min(value) as min from ${name.toLowerCase()}`);
      expect(sum).to.deep.equal({ sum: writers, min: writers / 8 });
      expect(conflicts.reduce((all, each) => all + each, 0)).to.be.greaterThan(0);
    });
  }

  /** Somebody else holds objects until told. */
  async function holding(table: string, ids: string): Promise<() => Promise<void>> {
    const em = orm.em.fork();
    await em.begin();
    await em.getConnection().execute(`select 1 from ${table} where id in (${ids}) for update`, [], 'all', em.getTransactionContext());
    return async () => em.commit();
  }

  /** Waits until some statements of others wait for locks. */
  async function waiting(count: number): Promise<void> {
    const question = `select count(*)::int as n from pg_locks where not granted and pid in (select pid from pg_stat_activity where datname = current_database())`;
    while (Number((await run(question))[0]?.['n']) < count) await new Promise((resolve) => setTimeout(resolve, 2));
  }

  /** Where so many writes go on only when all of them have come. */
  function meeting(count: number, over: () => void): () => Promise<void> {
    const arrived: (() => void)[] = [];
    return async () =>
      new Promise<void>((resolve) => {
        arrived.push(resolve);
        if (arrived.length < count) return;
        over();
        for (const each of arrived) each();
      });
  }

  it('try deadlocks again, and do nothing by halves', async () => {
    atLoad = meeting(2, () => (atLoad = nothing));
    const counters = manager('Counter');
    const answers = await Promise.all([
      counters.update(1, { value: 10, peer: { update: { value: 20 } } }),
      counters.update(2, { value: 200, peer: { update: { value: 100 } } }),
    ]);
    expect(answers.map((each) => (each as unknown as { value: number }).value)).to.deep.equal([10, 200]);
    const values = (await run('select value from counter where id in (1, 2) order by id')).map(({ value }) => value);
    expect(values).to.be.deep.oneOf([
      [10, 20],
      [100, 200],
    ]);
    const firstLocks = statements.filter((each) => each.includes('for update of'));
    // Two objects each, and the one that was ended met the first of them again.
    expect(firstLocks.length).to.be.greaterThan(4);
  });

  it('look at objects again that were loaded before they were locked', async () => {
    // Loaded with the pair, to which it belongs; then somebody else changes it.
    atLoad = async () => {
      atLoad = nothing;
      await run('update counter set value = 5 where id = 1');
    };
    await manager('Pair').update(1, { counter: { update: { value: 0 } } });
    expect(await run('select value from counter where id = 1')).to.deep.equal([{ value: 0 }]);
  });

  const leave = async (id: number, control: object): Promise<string> =>
    manager('Doctor')
      .update(id, { onCall: false }, control as never)
      .then(
        () => 'written',
        ({ code }: { code: string }) => code,
      );

  it('prevent write skew where they are serializable: one is tried again, and sees what the other has done', async () => {
    atCommit = meeting(2, () => (atCommit = nothing));
    const said = await Promise.all([1, 2].map(async (id) => leave(id, { isolation: 'serializable' })));
    expect(said.toSorted()).to.deep.equal(['GM_WRITE_FORBIDDEN', 'written']);
    expect(await run('select count(*)::int as n from doctor where on_call')).to.deep.equal([{ n: 1 }]);
  });

  it('leave it to the caller to try again in a transaction of its own', async () => {
    const transaction = async (id: number): Promise<string> => {
      const em = orm.em.fork();
      await em.begin({ isolationLevel: 'serializable' as never });
      const said = await leave(id, { session: em });
      return em.commit().then(
        () => said,
        async ({ code }: { code: string }) => em.rollback().then(() => code),
      );
    };
    atCommit = meeting(2, () => (atCommit = nothing));
    expect((await Promise.all([1, 2].map(transaction))).toSorted()).to.deep.equal(['40001', 'written']);
    // Where a statement of the write is the one that is refused, the write says so.
    const em = orm.em.fork();
    await em.begin({ isolationLevel: 'repeatable read' as never });
    await em.getConnection().execute('select 1 from counter', [], 'all', em.getTransactionContext());
    await manager('Counter').update(1, { value: 1 });
    const { code } = await refusal(manager('Counter').update(1, { value: 2 }, { session: em }));
    await em.rollback();
    expect(code).to.equal('GM_WRITE_CONTENTION');
  });

  it('give up waiting for others when their time is up, or when nobody waits for them', async () => {
    const release = await holding('counter', '1');
    const short = await bootstrap({ orm, drift: 'off', limits: { timeoutMs: 60 } });
    const started = performance.now();
    expect((await refusal(short.as({}).manager('Counter').update(1, { value: 9 }))).code).to.equal('GM_WRITE_TIMEOUT');
    const stopped = new AbortController();
    const aborted = refusal(manager('Counter').update(1, { value: 9 }, { signal: stopped.signal }));
    await waiting(1);
    stopped.abort();
    expect((await aborted).code).to.equal('GM_READ_ABORTED');
    expect(performance.now() - started).to.be.lessThan(3000);
    await release();
    expect(await run('select value from counter where id = 1')).to.deep.equal([{ value: 0 }]);
    expect(await manager('Counter').update(1, { value: 3 })).to.deep.include({ value: 3 });
  });
});
