import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import KeyvRedis from '@keyv/redis';
import { Keyv } from 'keyv';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, type Application, type CacheStore } from 'general-manager';
import { everyone, Interface, Manager, Permission } from 'general-manager/decorators';
import { field, http } from 'general-manager/http';
import { postgresHints, sideTables } from 'general-manager/mikro-orm';
import type { CacheHints } from 'general-manager/plugin';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';
import { answeredByNock, nock } from '../integrations/http/support/nock.js';
import { hasRedis, RedisServer } from './support/redis-server.js';

const HOST = 'https://lamps.example.com';

@Manager({ cache: { timeoutMs: 600_000 } })
@Interface(
  http<Lamp>({
    baseUrl: HOST,
    fields: { id: field.id({ type: 'int' }), state: field.string() },
    operations: { list: { path: '/lamps' }, detail: { path: '/lamps/{id}' }, update: { method: 'PATCH', path: '/lamps/{id}' } },
  }),
)
@Permission<Lamp>({ read: everyone(), update: everyone() })
class Lamp {
  id!: number;
  state!: string;
}

/** Whoever publishes reaches everybody, or nobody. */
class Loudspeaker {
  readonly heard: string[] = [];
  isBroken = false;
  readonly #listeners: ((text: string) => void)[] = [];

  say(text: string): void {
    this.heard.push(text);
    for (const listener of this.#listeners) listener(text);
  }

  hints(): CacheHints {
    return {
      publish: async (text) => {
        if (this.isBroken) throw new Error('broken');
        this.say(text);
      },
      subscribe: async (listener) => void this.#listeners.push(listener),
    };
  }
}

describe('hints between the memories of processes', () => {
  let state: string;
  let asked: number;
  const open: Application[] = [];

  answeredByNock();
  beforeEach(() => {
    state = 'off';
    asked = 0;
    nock(HOST)
      .persist()
      .get(/^\/lamps/)
      .reply(({ url }: Request) => {
        asked += 1;
        return [200, new URL(url).pathname === '/lamps' ? [{ id: 1, state }] : { id: 1, state }];
      })
      .patch('/lamps/1')
      .reply(() => {
        state = 'on';
        return [200, { id: 1, state }];
      });
  });
  afterEach(async () => {
    nock.cleanAll();
    for (const gm of open.splice(0)) await gm.close();
  });

  const boot = async (cache: { readonly hints?: CacheHints; readonly store?: CacheStore | Keyv }): Promise<Application> => {
    const gm = await bootstrap({ managers: [Lamp], secret: 'spec', cache });
    open.push(gm);
    return gm;
  };

  const seenBy = async (gm: Application): Promise<string | undefined> => (await gm.as(null).manager(Lamp).all())[0]?.state;

  const turnedOn = async (gm: Application): Promise<void> => void (await gm.as(null).manager(Lamp).update(1, { state: 'on' }));

  /** Until something is so, for a while. */
  const until = async (test: () => Promise<boolean>): Promise<boolean> => {
    for (let tries = 0; tries < 100; tries += 1) {
      if (await test()) return true;
      await wait(20);
    }
    return false;
  };

  it('make another process read again what was written of a source that tells no changes', async () => {
    const speaker = new Loudspeaker();
    const [one, other] = [await boot({ hints: speaker.hints() }), await boot({ hints: speaker.hints() })];
    expect([await seenBy(one), await seenBy(other), await seenBy(other), asked]).to.deep.equal(['off', 'off', 'off', 2]);
    await turnedOn(one);
    expect(await until(async () => (await seenBy(other)) === 'on')).to.equal(true);
    expect(speaker.heard.map((text) => text.split(' ')[1])).to.deep.equal(['Lamp']);
    // One's own are known already: what was read after the write is kept.
    await seenBy(one);
    asked = 0;
    expect([await seenBy(one), await seenBy(other), asked]).to.deep.equal(['on', 'on', 0]);
  });

  it('that are lost, broken, doubled or made up cost no more than reads', async () => {
    const speaker = new Loudspeaker();
    const [one, other] = [await boot({ hints: speaker.hints() }), await boot({ hints: speaker.hints() })];
    await seenBy(other);
    asked = 0;
    for (const text of ['', ' ', 'x', ' Lamp', 'x Nothing', `x ${'L'.repeat(1_000)}`, 'x __proto__']) speaker.say(text);
    expect([await seenBy(other), asked]).to.deep.equal(['off', 0]);
    for (const text of ['x Lamp', 'x Lamp']) speaker.say(text);
    expect([await seenBy(other), await seenBy(other), asked]).to.deep.equal(['off', 'off', 1]);
    speaker.isBroken = true;
    await turnedOn(one);
    expect([await seenBy(one), await seenBy(other)]).to.deep.equal(['on', 'off']);
  });

  describe('by PostgreSQL', () => {
    let database: FreshDatabase;
    const orms: MikroORM[] = [];
    before(async () => {
      database = await freshDatabase('hints');
    });
    after(async () => {
      for (const orm of orms) await orm.close();
      await database.drop();
    });

    it('are carried by LISTEN and NOTIFY, also after the connection was lost', async () => {
      const process = async (): Promise<Application> => {
        const orm = await MikroORM.init({ clientUrl: database.url, entities: [...sideTables()] });
        orms.push(orm);
        return boot({ hints: postgresHints(orm) });
      };
      const [one, other] = [await process(), await process()];
      await seenBy(other);
      // Whoever has not subscribed yet hears nothing.
      expect(await until(async () => (await turnedOn(one), (await seenBy(other)) === 'on'))).to.equal(true);
      const query = async (sql: string): Promise<unknown[]> => (orms[0] as MikroORM).em.fork().getConnection().execute(sql);
      const listening = `from pg_stat_activity where datname = current_database() and query = 'listen general_manager_hints'`;
      expect(await query(`select 1 ${listening}`)).to.have.length(2);
      await query(`select pg_terminate_backend(pid) ${listening}`);
      expect(await until(async () => (await query(`select 1 ${listening}`)).length === 2)).to.equal(true);
      state = 'off';
      await other.clearCache();
      await seenBy(other);
      expect(await until(async () => (await turnedOn(one), (await seenBy(other)) === 'on'))).to.equal(true);
    });
  });

  describe(hasRedis ? 'by Redis' : 'by Redis (skipped: there is no redis-server)', () => {
    let redis: RedisServer;
    before(async function () {
      if (!hasRedis) this.skip();
      redis = await RedisServer.start();
    });
    after(async () => redis?.stop());

    it('come with the store', async () => {
      const stores = [new Keyv(new KeyvRedis(redis.url)), new Keyv(new KeyvRedis(redis.url))] as const;
      const [one, other] = [await boot({ store: stores[0] }), await boot({ store: stores[1] })];
      expect([await seenBy(one), await seenBy(other)]).to.deep.equal(['off', 'off']);
      await wait(50);
      await turnedOn(one);
      expect(await until(async () => (await seenBy(other)) === 'on')).to.equal(true);
      for (const gm of open.splice(0)) await gm.close();
      for (const { store } of stores) await (store as KeyvRedis<unknown>).client.destroy();
    });
  });
});
