import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineEntity, p } from '@mikro-orm/core';
import { MikroORM } from '@mikro-orm/sqlite';
import { expect } from 'chai';
import { bootstrap, type Application } from 'general-manager';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { refusal } from '../writes/support/refusal.js';

const makeCounter = (): ReturnType<typeof defineEntity> => {
  const Counter = defineEntity({ name: 'Counter', properties: { id: p.integer().primary(), value: p.integer() } });
  Manager()(Counter);
  Permission({ read: everyone(), create: everyone(), update: everyone() })(Counter);
  return Counter as never;
};

describe('writes of several applications to one file of SQLite', () => {
  let folder: string;
  const orms: MikroORM[] = [];
  const apps: Application[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gm-sqlite-'));
    for (let each = 0; each < 2; each += 1) {
      const orm = await MikroORM.init({ dbName: join(folder, 'counter.db'), entities: [makeCounter()] });
      await orm.em.getConnection().execute('pragma journal_mode = wal');
      if (each === 0) await orm.schema.create();
      orms.push(orm);
      apps.push(await bootstrap({ orm, drift: 'off' }));
    }
  });
  after(async () => {
    for (const orm of orms) await orm.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await run('delete from counter');
    await run('insert into counter (id, value) values (1, 0)');
  });

  const run = async (sql: string): Promise<unknown> => (orms[0] as MikroORM).em.getConnection().execute(sql);
  const counters = (index: number) => (apps[index] as Application).as({}).manager('Counter');

  async function countUp(index: number): Promise<void> {
    for (;;) {
      const { value } = (await counters(index).get(1)) as unknown as { value: number };
      const write = counters(index).update(1, { value: value + 1 }, { expected: { value } });
      const lost = await write.then(
        () => undefined,
        ({ code }: { code: string }) => code,
      );
      if (lost === undefined) return;
      expect(lost).to.equal('GM_WRITE_CONFLICT');
    }
  }

  it('wait for each other, and lose nothing', async () => {
    await Promise.all(Array.from({ length: 8 }, async (_each, index) => countUp(index % 2)));
    expect(await run('select value from counter')).to.deep.equal([{ value: 8 }]);
  });

  /** The other application's file is locked by a transaction of its own. */
  async function holding(): Promise<() => Promise<void>> {
    const em = (orms[1] as MikroORM).em.fork();
    await em.begin();
    await em.getConnection().execute('update counter set value = 5', [], 'run', em.getTransactionContext());
    return async () => em.commit();
  }

  it('do not hold up the process while they wait', async () => {
    const release = await holding();
    const write = counters(0).update(1, { value: 7 });
    let ticks = 0;
    for (; ticks < 5; ticks += 1) await sleep(5);
    await release();
    expect(await write).to.deep.equal({ id: 1, value: 7 });
    expect(await run('pragma busy_timeout')).to.deep.equal([{ timeout: 5000 }]);
  });

  it('give up after some attempts, each as long as the connection waits', async () => {
    await run('pragma busy_timeout = 20');
    const release = await holding();
    expect((await refusal(counters(0).update(1, { value: 7 }))).code).to.equal('GM_WRITE_CONTENTION');
    await release();
    await run('pragma busy_timeout = 5000');
    expect(await counters(0).update(1, { value: 7 })).to.deep.equal({ id: 1, value: 7 });
  });

  it('give up when their time is up', async () => {
    const short = await bootstrap({ orm: orms[0] as MikroORM, drift: 'off', limits: { timeoutMs: 50 } });
    const release = await holding();
    expect((await refusal(short.as({}).manager('Counter').update(1, { value: 7 }))).code).to.equal('GM_WRITE_TIMEOUT');
    await release();
    expect(await run('select value from counter')).to.deep.equal([{ value: 5 }]);
  });

  it('have one time for all attempts', async () => {
    await run('pragma busy_timeout = 200');
    const short = await bootstrap({ orm: orms[0] as MikroORM, drift: 'off', limits: { timeoutMs: 250 } });
    const release = await holding();
    expect((await refusal(short.as({}).manager('Counter').update(1, { value: 7 }))).code).to.equal('GM_WRITE_TIMEOUT');
    await release();
    await run('pragma busy_timeout = 5000');
  });

  it('give up when their time is up, while the application itself has the only connection', async () => {
    const em = (orms[0] as MikroORM).em.fork();
    await em.begin();
    const short = await bootstrap({ orm: orms[0] as MikroORM, drift: 'off', limits: { timeoutMs: 50 } });
    expect((await refusal(short.as({}).manager('Counter').update(1, { value: 7 }))).code).to.equal('GM_WRITE_TIMEOUT');
    await em.commit();
    expect(await counters(0).update(1, { value: 7 })).to.deep.equal({ id: 1, value: 7 });
  });

  it('give the only connection back where the database has undone the transaction by itself', async () => {
    await run(`create trigger unlucky before update on counter when new.value = 13 begin select raise(rollback, 'unlucky'); end`);
    expect((await refusal(counters(0).update(1, { value: 13 }))).code).to.equal('GM_WRITE_INVALID');
    expect(await counters(0).update(1, { value: 14 })).to.deep.equal({ id: 1, value: 14 });
  });

  it('leave it to the caller to try again in a transaction of its own', async () => {
    await run('pragma busy_timeout = 0');
    const em = (orms[0] as MikroORM).em.fork();
    await em.begin();
    await em.getConnection().execute('select value from counter', [], 'all', em.getTransactionContext());
    const release = await holding();
    await release();
    expect((await refusal(counters(0).update(1, { value: 7 }, { session: em }))).code).to.equal('GM_WRITE_CONTENTION');
    await em.rollback();
    await run('pragma busy_timeout = 5000');
  });
});
