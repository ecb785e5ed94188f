import { KeyvPostgres } from '@keyv/postgres';
import KeyvRedis from '@keyv/redis';
import { expect } from 'chai';
import { Keyv } from 'keyv';
import { cacheFrom, keyvStore } from 'general-manager/keyv';
import type { CacheStore } from 'general-manager';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';
import { CacheProcess } from './support/process.js';
import { hasRedis, RedisServer } from './support/redis-server.js';
import { ScheduledDatabase } from './support/scheduled-world.js';

const turn = async (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Bound to no store: what a store does decides. */
const PATIENT = { storeTimeoutMs: 2_000 };

describe('stores of the cache', () => {
  let database: ScheduledDatabase;
  let computed: number;

  beforeEach(() => {
    database = new ScheduledDatabase(turn);
    computed = 0;
  });

  const start = (store: CacheStore, options: { readonly storeTimeoutMs?: number } = PATIENT): CacheProcess =>
    new CacheProcess({ store, dependencyOf: (name) => database.dependency(name), ...options });
  const read = async (process: CacheProcess, register = 'a', key = register): Promise<number> =>
    process.get(key, async () => {
      computed += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
      return process.noted(database, [database.dependency(register)], async () => database.read(register));
    });

  /** What every store of several processes has to do. */
  function behaves(open: () => Keyv): void {
    it('gives what another process has kept, until it changes', async () => {
      const [first, second] = [start(keyvStore(open())), start(keyvStore(open()))];
      expect(await read(first)).to.equal(0);
      await first.shared?.settled();
      expect([await read(second), second.outcomes]).to.deep.equal([0, ['hit']]);
      await database.write('a');
      expect([await read(second), await read(first)]).to.deep.equal([1, 1]);
    });

    it('lets one of four processes compute', async () => {
      const processes = Array.from({ length: 4 }, () => start(keyvStore(open())));
      const asked = processes.flatMap((process) => Array.from({ length: 250 }, async () => read(process, 'a', 'herd')));
      expect(new Set(await Promise.all(asked))).to.deep.equal(new Set([0]));
      expect(computed).to.equal(1);
    });

    it('takes leases once, ends them, and lets nobody end those of others', async () => {
      const { leases } = keyvStore(open());
      expect(await leases?.take('key', 'one', 10_000)).to.equal(true);
      expect([await leases?.take('key', 'two', 10_000), await leases?.holds('key', 'two')]).to.deep.equal([false, false]);
      await leases?.release('key', 'two');
      expect(await leases?.holds('key', 'one')).to.equal(true);
      await leases?.release('key', 'one');
      expect([await leases?.holds('key', 'one'), await leases?.take('key', 'two', 50)]).to.deep.equal([false, true]);
      await new Promise((resolve) => setTimeout(resolve, 80));
      expect([await leases?.holds('key', 'two'), await leases?.take('key', 'three', 50)]).to.deep.equal([false, true]);
    });

    it('tells its entries, and forgets them', async () => {
      const keyv = open();
      const store = keyvStore(keyv);
      await store.set('manager:Track:1', 'text', 10_000);
      await store.set('manager:Album:2', 'other', 10_000);
      const keys: string[] = [];
      for await (const [key] of store.entries?.() ?? []) keys.push(key);
      expect(keys).to.include.members(['manager:Track:1', 'manager:Album:2']);
      await store.delete(['manager:Track:1']);
      expect(await store.get(['manager:Track:1', 'manager:Album:2'])).to.deep.equal([undefined, 'other']);
      await store.clear();
      expect(await store.get(['manager:Album:2'])).to.deep.equal([undefined]);
    });
  }

  describe('in PostgreSQL', () => {
    let own: FreshDatabase;
    let opened: Keyv[];
    before(async () => {
      own = await freshDatabase('keyv');
    });
    beforeEach(() => {
      opened = [];
    });
    afterEach(async () => {
      for (const each of opened) await each.clear();
    });
    after(async () => {
      // They share one pool.
      await opened[0]?.disconnect();
      await own.drop();
    });
    behaves(() => {
      const keyv = new Keyv(new KeyvPostgres({ uri: own.url }));
      opened.push(keyv);
      return keyv;
    });
  });

  describe(hasRedis ? 'in Redis' : 'in Redis (skipped: there is no redis-server)', () => {
    let redis: RedisServer;
    let opened: Keyv[];
    before(async function () {
      if (!hasRedis) this.skip();
      redis = await RedisServer.start();
    });
    beforeEach(() => {
      opened = [];
    });
    afterEach(async () => {
      redis.thaw();
      for (const each of opened) await each.clear();
      for (const { store } of opened) await (store as KeyvRedis<unknown>).client.destroy();
    });
    after(async () => redis?.stop());

    const open = (): Keyv => {
      const keyv = new Keyv(new KeyvRedis(redis.url));
      opened.push(keyv);
      return keyv;
    };
    behaves(open);

    it('that stop, freeze, are wiped and filled with garbage under load, cost nobody an error, a wrong answer or long waiting', async function () {
      this.timeout(20_000);
      const keyv = open();
      const processes = [start(keyvStore(keyv), {}), start(keyvStore(open()), {})];
      const garbage = open();
      const state = { running: true };
      let slowest = 0;
      let asked = 0;
      const load = async (client: number): Promise<void> => {
        const register = ['a', 'b'][client % 2] ?? 'a';
        while (state.running) {
          const process = processes[client % 3 === 0 ? 0 : 1];
          if (!process) throw new TypeError('there is no such process');
          // As after a start: what is kept is with the store alone.
          if (asked % 50 === 0) process.memory.clear();
          const least = database.version(register);
          const began = performance.now();
          expect(await read(process, register, `${register} ${client % 5}`)).to.be.within(least, database.version(register));
          slowest = Math.max(slowest, performance.now() - began);
          asked += 1;
          if (asked % 20 === 0) await database.write(register);
          await turn();
        }
      };
      const loads = Promise.all(Array.from({ length: 12 }, async (_each, client) => load(client)));
      const during = async (ms: number, work: () => unknown = () => {}): Promise<void> => {
        await work();
        await new Promise((resolve) => setTimeout(resolve, ms));
      };
      await during(300);
      await during(400, async () => garbage.clear());
      await during(400, async () => {
        for await (const [key] of garbage.iterator?.(undefined) ?? []) await garbage.set(String(key), 'gm1 this is no entry', 60_000);
      });
      await during(800, () => redis.freeze());
      await during(400, () => redis.thaw());
      await during(800, async () => redis.stop());
      await during(600, async () => redis.start());
      state.running = false;
      await loads;
      expect(asked).to.be.greaterThan(100);
      expect(slowest).to.be.lessThan(1_500);
    });
  });

  describe('that a Keyv is made of', () => {
    it('are none where it is in memory: the cache has a bounded one of its own', () => {
      expect(cacheFrom(new Keyv())).to.deep.equal({});
      expect(cacheFrom({ store: new Keyv(), waitMs: 7 })).to.deep.equal({ waitMs: 7 });
    });

    it('take what Keyv tells of errors for failures', async () => {
      const failing = Object.assign(new Map(), { set: () => Promise.reject(new Error('down')) });
      const store = keyvStore(new Keyv({ store: failing }));
      expect(await store.set('a', 'text', 100).catch((error: Error) => error.message)).to.equal(
        'The store of the cache has told of an error.',
      );
    });
  });
});
