import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { bootstrap, isGeneralManagerError, type Application } from 'general-manager';
import { expectStatements, testApp, type TestApp, type TestAppOptions } from 'general-manager/testing';
import { freshDatabase } from '../../support/postgres.js';
import { ADA, Note, Team } from './support.js';

const PROGRAM = fileURLToPath(new URL('./signalled.ts', import.meta.url));

const OPTIONS: TestAppOptions<Application, MikroORM> = {
  orm: async (clientUrl) => MikroORM.init({ clientUrl, entities: [Team, Note], metadataProvider: ReflectMetadataProvider }),
  boot: async (orm) => bootstrap({ orm, drift: 'refuse' }),
};

const SEEDED: TestAppOptions<Application, MikroORM> = {
  ...OPTIONS,
  seed: async (_app, orm) => {
    const em = orm.em.fork();
    const team = em.create(Team, { name: 'North' });
    em.create(Note, { owner: 1, title: 'one', told: true, team });
    em.create(Note, { owner: 1, title: 'two', told: false, team });
    await em.flush();
  },
};

/** What is in the database of a URL, asked from outside. */
async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const orm = await MikroORM.init({ clientUrl: url, entities: [], discovery: { warnWhenNoEntities: false } });
  try {
    return await orm.em.getConnection().execute(sql);
  } finally {
    await orm.close();
  }
}

const serverUrl = (): string => process.env['TEST_PG_URL'] ?? '';

const databases = async (url: string, like: string): Promise<readonly unknown[]> =>
  (await ask(url, `select datname from pg_database where datname like '${like}' order by 1`)).map(({ datname }) => datname);

/** The databases of the same application as that of a URL. */
async function besides(url: string): Promise<readonly unknown[]> {
  const name = new URL(url).pathname.slice(1).replace(/\d+$/, '');
  return databases(serverUrl(), `${name}%`);
}

describe('testApp', function () {
  this.timeout(60_000);

  describe('with objects to begin with', () => {
    let app: TestApp<Application, MikroORM>;
    before(async () => {
      app = await testApp(SEEDED);
    });
    afterEach(async () => app.reset());
    after(async () => app.close());

    const titles = async ({ gm }: TestApp<Application, MikroORM>): Promise<readonly unknown[]> =>
      (await gm.as(ADA).manager(Note).sort({ id: 'asc' }).all()).map(({ title }) => title);

    it('boots over a database of its own', async () => {
      expect(await titles(app)).to.deep.equal(['one', 'two']);
      expect(app.url).to.not.equal(serverUrl());
    });

    for (const round of [1, 2]) {
      it(`has the same objects and keys at the beginning of each test, time ${round}`, async () => {
        const em = app.orm.em.fork();
        expect(await titles(app)).to.deep.equal(['one', 'two']);
        const note = em.create(Note, { owner: 1, title: 'three', told: true, team: em.getReference(Team, 1) });
        await em.flush();
        expect(note.id).to.equal(3);
        await em.nativeDelete(Note, { id: 1 });
        await em.nativeUpdate(Team, { id: 1 }, { name: 'elsewhere' });
        expect(await titles(app)).to.deep.equal(['two', 'three']);
      });
    }

    it('forgets nothing of what a test changed: a reset that leaves it would be seen', async () => {
      const stored = async (): Promise<unknown> =>
        ask(app.url, 'select * from note natural full join (select id as team_id, name from team) t order by id');
      const before = await stored();
      await app.orm.em.fork().nativeDelete(Note, {});
      await app.orm.em.fork().nativeDelete(Team, {});
      expect(await stored()).to.not.deep.equal(before);
      await app.reset();
      expect(await stored()).to.deep.equal(before);
    });

    it('forks into another database with the same beginning', async () => {
      const fork = await app.fork();
      await app.orm.em.fork().nativeDelete(Note, { id: 1 });
      expect(await titles(fork)).to.deep.equal(['one', 'two']);
      await fork.orm.em.fork().nativeDelete(Note, {});
      await fork.reset();
      expect(await titles(fork)).to.deep.equal(['one', 'two']);
      expect(await titles(app)).to.deep.equal(['two']);
      await fork.close();
      expect(await databases(serverUrl(), new URL(fork.url).pathname.slice(1))).to.deep.equal([]);
    });

    it('forks at a time', async () => {
      const forks = await Promise.all([app.fork(), app.fork(), app.fork()]);
      expect(new Set(forks.map(({ url }) => url)).size).to.equal(3);
      expect(await Promise.all(forks.map(titles))).to.deep.equal(forks.map(() => ['one', 'two']));
      await Promise.all(forks.map(async (fork) => fork.close()));
    });

    it('resets by two statements, however many tables there are', async () => {
      await expectStatements(app.orm, 2, async () => app.reset());
    });

    it('says what keeps it from a reset', async () => {
      await ask(app.url, 'alter table note rename to gone');
      const error: unknown = await app.reset().catch((thrown: unknown) => thrown);
      await ask(app.url, 'alter table gone rename to note');
      expect(isGeneralManagerError(error, 'GM_TEST_RESET')).to.equal(true);
    });
  });

  it('keeps generated columns, identities, sequences, schemas and materialized views in order', async () => {
    const app = await testApp({
      ...OPTIONS,
      boot: async (orm) => bootstrap({ orm, drift: 'off' }),
      schema: async (orm) => {
        await orm.schema.create();
        await orm.em.getConnection().execute(`
          create schema "Other ' place";
          create table "Other ' place"."Item""s" (id int generated always as identity primary key, price int, twice int generated always as (price * 2) stored,
            parent int references "Other ' place"."Item""s");
          insert into "Other ' place"."Item""s" (price, parent) values (1, 1), (2, 1);
          create materialized view sums as select sum(twice)::int as total from "Other ' place"."Item""s";
          create sequence numbers start 100;`);
      },
    });
    try {
      const state = async (): Promise<unknown> =>
        ask(
          app.url,
          `select (select json_agg(i order by id) from "Other ' place"."Item""s" i) as items, (select total from sums) as total`,
        );
      const before = await state();
      expect(before).to.deep.equal([
        {
          items: [
            { id: 1, price: 1, twice: 2, parent: 1 },
            { id: 2, price: 2, twice: 4, parent: 1 },
          ],
          total: 6,
        },
      ]);
      const change = `insert into "Other ' place"."Item""s" (price) values (5) returning id, nextval('numbers')::int as number`;
      const first = await ask(app.url, change);
      await ask(app.url, 'refresh materialized view sums');
      await app.reset();
      expect(await state()).to.deep.equal(before);
      expect(await ask(app.url, change))
        .to.deep.equal(first)
        .and.deep.equal([{ id: 3, number: 100 }]);
    } finally {
      await app.close();
    }
  });

  it('takes a URL, and removes all that it made, once, however often it is closed', async () => {
    const database = await freshDatabase('around');
    const app = await testApp({ ...OPTIONS, url: database.url });
    const fork = await app.fork();
    expect(await besides(app.url)).to.have.length(3);
    await Promise.all([app.close(), app.close(), fork.close()]);
    await fork.close();
    expect(await besides(app.url)).to.deep.equal([]);
    await database.drop();
  });

  for (const [what, options] of [
    ['seed', { seed: async () => Promise.reject(new Error('planted')) }],
    ['boot', { boot: async () => Promise.reject(new Error('planted')) }],
    ['schema', { schema: async () => Promise.reject(new Error('planted')) }],
  ] as const) {
    it(`removes what it made where "${what}" fails`, async () => {
      let url = '';
      const orm = async (clientUrl: string): Promise<MikroORM> => OPTIONS.orm((url = clientUrl));
      const listeners = process.listenerCount('SIGTERM');
      const error: unknown = await testApp({ ...OPTIONS, orm, ...options }).catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(Error).with.property('message', 'planted');
      expect(await besides(url)).to.deep.equal([]);
      expect(process.listenerCount('SIGTERM')).to.equal(listeners);
    });
  }

  describe('in a process of its own', () => {
    async function started(environment: NodeJS.ProcessEnv = {}): Promise<{ readonly child: ChildProcess; readonly url: string }> {
      const child = spawn(process.execPath, [...process.execArgv, PROGRAM], {
        env: { ...process.env, ...environment },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [line] = (await once(child.stdout, 'data')) as [Buffer];
      return { child, url: line.toString().trim() };
    }

    async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<unknown> {
      const exit = once(child, 'exit');
      child.kill(signal);
      return (await exit)[1];
    }

    it('signals leave nothing and end it as they would', async () => {
      const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
      await Promise.all(
        signals.map(async (signal) => {
          const { child, url } = await started();
          expect(await besides(url)).to.have.length(2);
          expect(await ended(child, signal)).to.equal(signal);
          expect(await besides(url)).to.deep.equal([]);
        }),
      );
    });

    it('what SIGKILL leaves is removed by the next one, which lets alone what lives', async () => {
      const [killed, living] = await Promise.all([started(), started()]);
      await ended(killed.child, 'SIGKILL');
      expect(await besides(killed.url)).to.have.length(2);
      const app = await testApp(OPTIONS);
      expect(await besides(killed.url)).to.deep.equal([]);
      expect(await besides(living.url)).to.have.length(2);
      await app.close();
      const database = await freshDatabase('elsewhere');
      await (await testApp({ ...OPTIONS, url: database.url })).close();
      await database.drop();
      expect(await besides(living.url)).to.have.length(2);
      await ended(living.child, 'SIGTERM');
    });

    it('starts a PostgreSQL of its own where there is none, which ends with it, also by SIGKILL', async () => {
      const { child, url } = await started({ TEST_PG_URL: '' });
      expect(new URL(url).port).to.not.equal(new URL(serverUrl()).port);
      expect(await ask(url, 'select count(*)::int as count from note')).to.deep.equal([{ count: 0 }]);
      await ended(child, 'SIGKILL');
      let error: unknown;
      for (let tries = 0; tries < 100 && !error; tries += 1) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        error = await ask(url, 'select 1').then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
      }
      expect(error).to.be.instanceOf(Error);
    });
  });
});
