import { expect } from 'chai';
import type { CacheStore } from '../../lib/cache/cache-store.js';
import { Clock, ScheduledDatabase, ScheduledStore, type StoreFault } from './support/scheduled-world.js';
import { CacheProcess, type ProcessOptions } from './support/process.js';

const SAID = { fails: 'fails', forgets: 'forgets', garbage: 'gives garbage', swaps: 'gives what is of another key', wiped: 'is wiped' };

/** Steps that wait for nothing but other steps. */
const turn = async (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the cache', () => {
  let database: ScheduledDatabase;
  let clock: Clock;
  let computed: number;

  beforeEach(() => {
    database = new ScheduledDatabase(turn);
    clock = new Clock();
    computed = 0;
  });

  const start = (options: ProcessOptions = {}): CacheProcess =>
    new CacheProcess({ now: clock.now, dependencyOf: (name) => database.dependency(name), ...options });
  const storeWith = (...faults: readonly StoreFault[]): ScheduledStore => new ScheduledStore(turn, clock, faults);
  const read = async (process: CacheProcess, register = 'a', key = register): Promise<number> =>
    process.get(key, async () => {
      computed += 1;
      return process.noted(database, [database.dependency(register)], async () => database.read(register));
    });

  it('computes once what a thousand ask for at a time, and asks the source a few times for all of them', async () => {
    const process = start();
    const answers = await Promise.all(Array.from({ length: 1_000 }, async () => read(process)));
    expect(new Set(answers)).to.deep.equal(new Set([0]));
    expect(computed).to.equal(1);
    expect(database.validations).to.be.lessThan(10);
    await Promise.all(Array.from({ length: 1_000 }, async () => read(process)));
    expect(computed).to.equal(1);
    expect(database.validations).to.be.lessThan(20);
  });

  it('computes once in four processes that share a store with leases', async () => {
    const store = storeWith();
    const processes = Array.from({ length: 4 }, () => start({ store }));
    const ask = async (): Promise<void> => {
      await Promise.all(processes.flatMap((process) => Array.from({ length: 250 }, async () => read(process))));
      await Promise.all(processes.map(async ({ shared }) => shared?.settled()));
    };
    await ask();
    expect(computed).to.equal(1);
    await database.write('a');
    await ask();
    expect(computed).to.equal(2);
  });

  it('gives its own writes to whoever wrote', async () => {
    const process = start({ store: storeWith() });
    for (let version = 1; version <= 20; version += 1) {
      await database.write('a');
      expect(await read(process)).to.equal(version);
    }
  });

  it('goes on with the next when whoever computes fails, and keeps no failure', async () => {
    const process = start();
    const failing = async (): Promise<number> =>
      process.get('a', async () => {
        computed += 1;
        for (let each = 0; each < 5; each += 1) await turn();
        throw new Error('no');
      });
    const first = failing().catch((error: Error) => error.message);
    await turn();
    const others = [read(process), read(process)];
    expect([await first, ...(await Promise.all(others))]).to.deep.equal(['no', 0, 0]);
    expect(computed).to.equal(2);
  });

  it('keeps that there is nothing', async () => {
    const process = start();
    const nothing = async (value: unknown, key: string): Promise<unknown> =>
      process.get(key, async () => {
        computed += 1;
        return process.noted(database, [database.dependency('a')], async () => value);
      });
    for (const value of [null, [], '', 0, false]) {
      const key = JSON.stringify(value);
      expect(await nothing(value, key)).to.deep.equal(value);
      expect(await nothing('other', key)).to.deep.equal(value);
    }
    expect(computed).to.equal(5);
  });

  it('keeps nothing of which nobody can tell whether it is right, but gives it', async () => {
    const process = start();
    const untold = async (): Promise<number> =>
      process.get('x', async () => {
        process.recordings.current?.refuse('an untold read');
        computed += 1;
        return computed;
      });
    const outer = async (): Promise<number> => process.get('outer', untold);
    expect([await outer(), await outer(), await untold()]).to.deep.equal([1, 2, 3]);
    expect(process.memory.size).to.equal(0);
  });

  it('keeps for some time what nobody can tell about, and for no longer', async () => {
    const process = start();
    const timed = async (): Promise<number> =>
      process.get(
        't',
        async () => {
          process.recordings.current?.refuse('an untold read');
          computed += 1;
          return computed;
        },
        { timeoutMs: 1_000 },
      );
    expect([await timed(), await timed()]).to.deep.equal([1, 1]);
    // What is made of it is no younger.
    const outer = async (): Promise<number> => process.get('outer', timed);
    expect(await outer()).to.equal(1);
    clock.advance(1_000);
    expect([await outer(), await timed(), await outer()]).to.deep.equal([2, 2, 2]);
  });

  it('notices what inner computations read, from the source and from the cache', async () => {
    const process = start();
    const outer = async (): Promise<number> => process.get('outer', async () => (await read(process, 'a')) + (await read(process, 'b')));
    expect(await outer()).to.equal(0);
    await read(process, 'a');
    await database.write('b');
    expect(await outer()).to.equal(1);
    await database.write('a');
    expect(await outer()).to.equal(2);
    await database.write('c');
    computed = 0;
    expect(await outer()).to.equal(2);
    expect(computed).to.equal(0);
  });

  it('refuses what needs its own answer', async () => {
    const process = start();
    const looped = async (): Promise<number> => process.get('loop', looped);
    const through = async (): Promise<number> => process.get('first', async () => process.get('second', through));
    for (const each of [looped, through]) expect(await each().catch((error: unknown) => error)).to.include({ code: 'GM_CACHE_CYCLE' });
  });

  it('waits for others only for some time', async () => {
    const process = start({ waitMs: 20 });
    const forever = process.get('a', async () => new Promise<number>(() => {}));
    expect(await read(process)).to.equal(0);
    expect(await Promise.race([forever, turn().then(() => 'still there')])).to.equal('still there');
    expect(process.cache.computing).to.equal(1);
  });

  it('lets whoever is aborted go, and others on', async () => {
    const process = start();
    const controller = new AbortController();
    const work = {
      compute: async () => new Promise<number>((resolve) => setTimeout(() => resolve(7), 10)),
      encode: String,
      decode: Number,
    };
    const ask = { key: 'a', subject: { computation: 'spec' }, scope: 'dependency' } as const;
    const first = process.cache.get(ask, work);
    const second = process.cache.get({ ...ask, signal: controller.signal }, work).catch((error: Error) => error.name);
    controller.abort();
    expect([await second, await first]).to.deep.equal(['AbortError', 7]);
  });

  describe('in memory', () => {
    it('stays within its bounds under a flood of keys, and forgets nothing that is being computed', async () => {
      const process = start({ maxEntries: 100 });
      let finish = (): void => {};
      const slow = process.get('slow', async () => {
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        return process.noted(database, [database.dependency('a')], async () => 'whole');
      });
      for (let key = 0; key < 5_000; key += 1) await process.get(`key ${key}`, async () => 'x'.repeat(50_000));
      expect(process.memory.size).to.be.within(50, 100);
      expect(process.memory.bytes).to.be.at.most(10_000_000);
      expect(process.cache.computing).to.equal(1);
      const waiting = process.get('slow', async () => 'a second time');
      finish();
      expect([await slow, await waiting]).to.deep.equal(['whole', 'whole']);
    });

    it('counts what entries depend on, which may be longer than they are', async () => {
      const process = start();
      const long = { ...database.dependency('a'), fields: ['x'.repeat(100_000)] };
      for (let key = 0; key < 100; key += 1)
        await process.get(`key ${key}`, async () => process.noted(database, [{ ...long }], async () => 'short'));
      expect(process.memory.size).to.be.within(5, 30);
      expect(process.memory.bytes).to.be.at.most(10_000_000);
    });

    it('keeps nothing that is too large alone', async () => {
      const process = start();
      expect(await process.get('large', async () => 'x'.repeat(100_001))).to.have.length(100_001);
      expect(process.memory.size).to.equal(0);
    });

    it('looks at one dependency on a manager where there were many', async () => {
      const process = start();
      await process.get('many', async () => {
        for (let each = 0; each < 500; each += 1)
          await process.noted(database, [{ ...database.dependency('a'), fields: [`f${each % 40}`] }], async () => each);
        return 'read';
      });
      const [footprint, ...others] = process.memory.get('many')?.made.footprints ?? [];
      expect([footprint?.dependencies.length, others.length]).to.deep.equal([1, 0]);
      await database.write('a');
      await process.get('many', async () => 'again');
      expect(process.outcomes).to.deep.equal(['miss', 'stale']);
    });
  });

  describe('over a store that several processes share', () => {
    it('takes over what another process has computed', async () => {
      const store = storeWith();
      const [first, second] = [start({ store }), start({ store })];
      await read(first);
      await first.shared?.settled();
      await read(second);
      expect([computed, second.outcomes]).to.deep.equal([1, ['hit']]);
    });

    it('believes nobody who has another secret', async () => {
      const store = storeWith();
      const [first, second] = [start({ store }), start({ store, secret: 'other' })];
      await read(first);
      await first.shared?.settled();
      await read(second);
      expect([computed, second.outcomes]).to.deep.equal([2, ['miss']]);
    });

    for (const fault of ['fails', 'forgets', 'garbage', 'swaps', 'wiped'] as const)
      it(`answers as without it where it ${SAID[fault]}`, async () => {
        const store = storeWith(...Array.from({ length: 200 }, () => fault));
        for (let round = 0; round < 10; round += 1) {
          const process = start({ store });
          expect([await read(process, 'a'), await read(process, 'b')]).to.deep.equal([round, 0]);
          await process.shared?.settled();
          await database.write('a');
        }
      });

    it('leaves it alone once it hangs, so that only the first few wait', async () => {
      const hangs = async (): Promise<never> => new Promise<never>(() => {});
      let calls = 0;
      const counted = async (): Promise<never> => {
        calls += 1;
        return hangs();
      };
      const store: CacheStore = { get: counted, set: counted, delete: counted, clear: counted };
      const process = start({ store, now: Date.now });
      const began = performance.now();
      for (let each = 0; each < 200; each += 1) expect(await read(process, 'a', `key ${each}`)).to.equal(0);
      expect(performance.now() - began).to.be.lessThan(900);
      expect(calls).to.be.lessThan(10);
    });

    it('lets nobody write who held the lease for too long', async () => {
      const store = storeWith();
      const [slow, fast] = [start({ store, leaseMs: 100 }), start({ store })];
      let finish = (): void => {};
      const held = slow.get('a', async () => {
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        return slow.noted(database, [database.dependency('a')], async () => 'slow');
      });
      for (let each = 0; each < 20; each += 1) await turn();
      clock.advance(200);
      await fast.get('a', async () => fast.noted(database, [database.dependency('a')], async () => 'fast'));
      await fast.shared?.settled();
      finish();
      expect(await held).to.equal('slow');
      await slow.shared?.settled();
      expect(await start({ store }).get('a', async () => 'neither')).to.equal('fast');
    });
  });
});
