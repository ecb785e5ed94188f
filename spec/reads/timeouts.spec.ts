import { setTimeout as sleep } from 'node:timers/promises';
import { Entity, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM, type Options } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { bootstrap, type Application, type Limits } from 'general-manager';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { serve } from 'general-manager/graphql-server';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';

@Entity()
@Manager()
@Permission({ read: everyone() })
class Waker {
  @PrimaryKey()
  id!: number;
}

/** A view that sleeps for a minute. */
@Entity({ tableName: 'sleeper' })
@Manager()
@Permission({ read: everyone() })
class Sleeper {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'text' })
  nap!: string;
}

const TABLES = 'create table waker as select 1 as id; create view sleeper as select 1 as id, pg_sleep(60)::text as nap';

describe('reads that take long', () => {
  let database: FreshDatabase;
  let watcher: MikroORM;
  const open: MikroORM[] = [];

  const connect = async (options: Options = {}): Promise<MikroORM> => {
    const orm = await MikroORM.init({
      clientUrl: database.url,
      entities: [Sleeper, Waker],
      metadataProvider: ReflectMetadataProvider,
      ...options,
    });
    open.push(orm);
    return orm;
  };
  const boot = async (orm: MikroORM, limits: Partial<Limits> = {}): Promise<Application> => bootstrap({ orm, drift: 'off', limits });
  /** Statements on the view that the database works on. */
  const running = async (): Promise<number> => {
    const [row] = await watcher.em
      .getConnection()
      .execute<{ n: number }[]>(
        `select count(*)::int as n from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state = 'active' and query ~ 'sleeper|pg_sleep'`,
      );
    return row?.n ?? 0;
  };
  const until = async (expected: number): Promise<void> => {
    for (let tries = 0; tries < 100 && (await running()) !== expected; tries += 1) await sleep(20);
    expect(await running()).to.equal(expected);
  };
  const codeOf = async (reading: Promise<unknown>): Promise<unknown> =>
    reading.then(
      () => 'read',
      (error: unknown) => (error as { readonly code?: unknown }).code,
    );
  const nap = async (gm: Application, context: Parameters<ReturnType<typeof bucketOf>['using']>[0] = {}): Promise<unknown> =>
    bucketOf(gm).using(context).all();
  const bucketOf = (gm: Application) => gm.as(null).manager(Sleeper);
  const quick = async (gm: Application): Promise<unknown> => gm.as(null).manager(Waker).using({ timeoutMs: 20_000 }).all();

  before(async () => {
    database = await freshDatabase('timeouts');
    watcher = await connect();
    await watcher.em.getConnection().executeDump(TABLES);
  });
  afterEach(async () => until(0));
  after(async () => {
    for (const orm of open) await orm.close();
    await database.drop();
  });

  it('are given up after their time, by the database too', async () => {
    const gm = await boot(await connect(), { timeoutMs: 150 });
    const started = performance.now();
    expect(await codeOf(nap(gm))).to.equal('GM_READ_TIMEOUT');
    expect(performance.now() - started).to.be.within(140, 5000);
    await until(0);
    expect(await quick(gm)).to.deep.equal([{ id: 1 }]);
  });

  it('may each have a time of their own', async () => {
    const gm = await boot(await connect());
    expect(await codeOf(nap(gm, { timeoutMs: 100 }))).to.equal('GM_READ_TIMEOUT');
  });

  it('leave queries of the application and the settings of its connections as they are', async () => {
    const orm = await connect({ pool: { min: 1, max: 1 } });
    const gm = await boot(orm, { timeoutMs: 50 });
    await quick(gm);
    const [row] = await orm.em.getConnection().execute(`select current_setting('statement_timeout') as t, pg_sleep(0.2)::text`);
    expect(row).to.include({ t: '0' });
  });

  it('end in the database when they are aborted', async () => {
    const gm = await boot(await connect());
    const abort = new AbortController();
    const reading = codeOf(nap(gm, { signal: abort.signal }));
    await until(1);
    abort.abort();
    expect(await reading).to.equal('GM_READ_ABORTED');
    await until(0);
  });

  it('never hit the next statement on their connection', async () => {
    const orm = await connect({ pool: { min: 1, max: 1 } });
    const gm = await boot(orm);
    for (let round = 0; round < 30; round += 1) {
      const abort = new AbortController();
      // About as long as the statement takes, so that some are aborted when it has ended.
      const reading = gm.as(null).manager(Waker).using({ signal: abort.signal }).all();
      const other = quick(gm);
      setTimeout(() => abort.abort(), round / 10);
      expect(await codeOf(reading)).to.be.oneOf(['read', 'GM_READ_ABORTED']);
      expect(await other).to.deep.equal([{ id: 1 }]);
    }
  });

  it('wait for a connection no longer than they may take', async () => {
    const orm = await connect({ pool: { min: 1, max: 1 } });
    const gm = await boot(orm);
    const abort = new AbortController();
    const first = codeOf(nap(gm, { signal: abort.signal }));
    await until(1);
    expect(await codeOf(gm.as(null).manager(Waker).using({ timeoutMs: 50 }).all())).to.equal('GM_READ_TIMEOUT');
    abort.abort();
    await first;
    expect(await quick(gm)).to.deep.equal([{ id: 1 }]);
  });

  it('end in a transaction too, which then cannot go on', async () => {
    const orm = await connect();
    const gm = await boot(orm, { timeoutMs: 100 });
    const transaction = orm.em.fork().transactional(async (em) => {
      expect(await codeOf(nap(gm, { session: em }))).to.equal('GM_READ_TIMEOUT');
      await em.getConnection().execute('select 1', [], 'all', em.getTransactionContext());
    });
    expect(await codeOf(transaction)).to.equal('25P02');
    expect(await quick(gm)).to.deep.equal([{ id: 1 }]);
  });

  it('end on connections that the application prepares', async () => {
    const prepared: unknown[] = [];
    const gm = await boot(await connect({ onReserveConnection: async (connection) => void prepared.push(connection) }), { timeoutMs: 100 });
    expect(await codeOf(nap(gm))).to.equal('GM_READ_TIMEOUT');
    await until(0);
    expect(await quick(gm)).to.deep.equal([{ id: 1 }]);
    expect(prepared.length).to.be.greaterThan(1);
  });

  it('are told from others when the database itself gives them up', async () => {
    const gm = await boot(await connect({ driverOptions: { statement_timeout: 100 } }));
    expect(await codeOf(nap(gm))).to.equal('GM_READ_TIMEOUT');
  });

  it('end when the client of the server goes away', async () => {
    const gm = await boot(await connect());
    const server = await serve(gm, { port: 0, context: ({ signal }) => ({ signal }) });
    try {
      const abort = new AbortController();
      const asked = fetch(`${server.url}?query=${encodeURIComponent('{ sleepers { nodes { nap } } }')}`, { signal: abort.signal });
      await until(1);
      abort.abort();
      await asked.catch(() => {});
      await until(0);
    } finally {
      await server.close();
    }
  });

  it('answer a client of the server with the limit', async () => {
    const gm = await boot(await connect(), { timeoutMs: 100 });
    const server = await serve(gm, { port: 0 });
    try {
      const answer = await fetch(`${server.url}?query=${encodeURIComponent('{ sleepers { nodes { nap } } }')}`);
      const { errors } = (await answer.json()) as { readonly errors: readonly { readonly extensions: object }[] };
      expect(errors[0]?.extensions).to.include({ code: 'LIMIT_EXCEEDED', gm: 'GM_READ_TIMEOUT' });
    } finally {
      await server.close();
    }
  });
});
