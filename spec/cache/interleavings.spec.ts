import { AssertionError, expect } from 'chai';
import * as fc from 'fast-check';
import type { Entry } from '../../lib/cache/entry.js';
import { CacheProcess } from './support/process.js';
import type { Footprint, Validation } from '../../lib/cache/change-log.js';
import { Clock, ScheduledDatabase, ScheduledStore, turnsOf, type StoreFault } from './support/scheduled-world.js';

/** All of them: GM_CACHE_SCHEDULES=10000 (about fifteen seconds). */
const SCHEDULES = Number(process.env['GM_CACHE_SCHEDULES'] ?? 2_500);

const REGISTERS = ['a', 'b'];

/** Few, so that many ask for the same. */
const READS = [['a'], ['a', 'b']];

/** One answer of what is read; one of answers that are kept themselves; or an object that is read, with a member that is computed of it and reads more. */
type Way = 'flat' | 'nested' | 'member';

type Step =
  | { readonly kind: 'write'; readonly register: string; readonly commits: boolean }
  | { readonly kind: 'read'; readonly process: number; readonly registers: readonly string[]; readonly way: Way }
  | { readonly kind: 'evict'; readonly process: number }
  | { readonly kind: 'kill'; readonly process: number };

const register = fc.constantFrom(...REGISTERS);
const processNumber = fc.constantFrom(0, 0, 1);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('write' as const), register, commits: fc.boolean() }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('read' as const),
      process: processNumber,
      registers: fc.constantFrom(...READS),
      way: fc.constantFrom<Way>('flat', 'nested', 'member'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('evict' as const), process: processNumber }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('kill' as const), process: processNumber }) },
);

const storeFault = fc.oneof(
  { weight: 6, arbitrary: fc.constant<StoreFault>('none') },
  { weight: 3, arbitrary: fc.constantFrom<StoreFault>('fails', 'forgets', 'garbage', 'swaps', 'wiped') },
);

/** Steps that follow each other in one client; clients go on beside each other. */
const clients = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 4 });

/** What a cache may get wrong; each has to be found. */
const FAULTS = {
  'asks nobody whether what is kept is right': 'trusting',
  'takes its fences after what it reads': 'late',
  'does not note what inner answers were made of': 'unnoted',
  'gives to whoever comes what was asked for before': 'coalescing',
  'takes whatever a store gives for what was asked for': 'blind',
  'keeps what is computed of an object by the object alone': 'unkeyed',
} as const;

type Fault = (typeof FAULTS)[keyof typeof FAULTS] | undefined;

/** Two processes over one database and one store, in which everything that is awaited happens when the scheduler says so. */
class World {
  readonly #turn;
  readonly #clock = new Clock();
  readonly #database;
  readonly #store;
  readonly #processes: Process[];
  readonly #fault: Fault;

  constructor(scheduler: fc.Scheduler, faults: readonly StoreFault[], fault?: Fault) {
    this.#turn = turnsOf(scheduler);
    this.#fault = fault;
    this.#database = fault === 'trusting' ? new TrustedDatabase(this.#turn) : new ScheduledDatabase(this.#turn);
    this.#store = new ScheduledStore(this.#turn, this.#clock, faults);
    this.#processes = [this.#start(), this.#start()];
  }

  async run(step: Step): Promise<void> {
    if (step.kind === 'write') return this.#database.write(step.register, step.commits);
    const { process: number } = step;
    if (step.kind === 'kill') this.#processes[number] = this.#restarted(number);
    else if (step.kind === 'evict') this.#processes[number]?.cache.memory.clear();
    else await this.#read(number, step.registers, step.way);
  }

  /** What is read is no older than what had been written when it was asked for, and nothing that was never committed. */
  async #read(number: number, registers: readonly string[], way: Way): Promise<void> {
    const process = this.#processes[number];
    if (!process) throw new TypeError('there is no such process');
    const least = registers.map((each) => this.#database.version(each));
    const found = await Promise.race([this.#answer(process, registers, way), process.killed]);
    // Whoever asked a process that is gone has no answer.
    if (!found) return;
    const most = registers.map((each) => this.#database.version(each));
    registers.forEach((each, index) => {
      expect(found[index], `${each} of ${String(found)}`).to.be.within(least[index] ?? 0, most[index] ?? 0);
    });
  }

  async #answer({ cache, pending }: Process, registers: readonly string[], way: Way): Promise<readonly number[]> {
    const one = async (name: string): Promise<number> => {
      const read = async (): Promise<number> => this.#database.read(name);
      const noted = async (run: () => Promise<number>): Promise<number> =>
        cache.noted(this.#database, [this.#database.dependency(name)], run);
      if (this.#fault !== 'late') return noted(read);
      const value = await read();
      return noted(async () => value);
    };
    const cached = async (name: string): Promise<number> => {
      const get = async (): Promise<number> => cache.get(`one ${name}`, async () => one(name));
      return this.#fault === 'unnoted' ? cache.recordings.within(undefined, get) : get();
    };
    const all = async (names: readonly string[]): Promise<readonly number[]> => {
      const found: number[] = [];
      for (const each of names) found.push(await (way === 'nested' ? cached : one)(each));
      return found;
    };
    const key = `${way} ${registers.join()}`;
    const member = async (): Promise<readonly number[]> => {
      const [own = '', ...others] = registers;
      const value = await one(own);
      const values = { others: others.length, ...(this.#fault !== 'unkeyed' && { value }) };
      return cache.member(values, async () => [value, ...(await all(others))]);
    };
    const get = way === 'member' ? member : async (): Promise<readonly number[]> => cache.get(key, async () => all(registers));
    if (this.#fault !== 'coalescing') return get();
    const known = pending.get(key) ?? get().finally(() => pending.delete(key));
    pending.set(key, known);
    return known;
  }

  #start(): Process {
    let kill = (): void => {};
    const killed = new Promise<undefined>((resolve) => {
      kill = () => resolve(undefined);
    });
    const dead = { is: false };
    const alive = async (): Promise<void> => {
      if (dead.is) await new Promise(() => {});
    };
    const store = stoppable(this.#store, alive);
    const cache = new CacheProcess({
      store,
      now: this.#clock.now,
      pause: async (ms) => {
        this.#clock.advance(ms);
        await this.#turn('pause');
        await alive();
      },
      waitMs: 200,
      leaseMs: 100,
      dependencyOf: (name) => this.#database.dependency(name),
      ...(this.#fault === 'blind' && { sealer: new BlindSealer(this.#database) }),
    });
    return {
      cache,
      pending: new Map(),
      killed,
      kill: () => {
        dead.is = true;
        kill();
      },
    };
  }

  #restarted(number: number): Process {
    this.#processes[number]?.kill();
    return this.#start();
  }
}

interface Process {
  readonly cache: CacheProcess;
  readonly pending: Map<string, Promise<readonly number[]>>;
  readonly killed: Promise<undefined>;
  readonly kill: () => void;
}

/** A database that says of everything that it is as it was. */
class TrustedDatabase extends ScheduledDatabase {
  override async validate(footprints: readonly Footprint[]): Promise<Validation> {
    return { ...(await super.validate(footprints)), changed: footprints.map(() => false) };
  }
}

/** Takes texts for what they say, of whatever key. */
class BlindSealer {
  readonly #database: ScheduledDatabase;

  constructor(database: ScheduledDatabase) {
    this.#database = database;
  }

  seal({ body, made, stampedAt }: Entry): string {
    const footprints = made.footprints.map(({ fence, dependencies }) => [fence, dependencies.map(({ manager }) => manager.name)]);
    return `blind${JSON.stringify({ body, footprints, stampedAt })}`;
  }

  open(key: string, text: unknown): Entry | undefined {
    if (typeof text !== 'string' || !text.startsWith('blind')) return undefined;
    const { body, footprints, stampedAt } = JSON.parse(text.slice(5)) as {
      readonly body: string;
      readonly footprints: readonly (readonly [string, readonly string[]])[];
      readonly stampedAt: number;
    };
    const decoded = footprints.map(([fence, names]) => ({ fence, dependencies: names.map((name) => this.#database.dependency(name)) }));
    return { key, body, stampedAt, made: { footprints: decoded, until: Infinity, epochs: {} } };
  }
}

/** A store of which a process that was killed hears nothing any more, and which does not hear from it. */
function stoppable(store: ScheduledStore, alive: () => Promise<void>): ScheduledStore {
  const through =
    <Args extends readonly unknown[], T>(call: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      await alive();
      const given = await call(...args);
      await alive();
      return given;
    };
  const { take, holds, release } = store.leases;
  return {
    get: through(async (keys: readonly string[]) => store.get(keys)),
    set: through(async (key: string, text: string) => store.set(key, text)),
    delete: through(async (keys: readonly string[]) => store.delete(keys)),
    clear: through(async () => store.clear()),
    leases: { take: through(take), holds: through(holds), release: through(release) },
  } as unknown as ScheduledStore;
}

/** What is read under some schedule that should not have been, if there is such a one. */
const property = (fault?: Fault): fc.IAsyncPropertyWithHooks<[fc.Scheduler, Step[][], StoreFault[]]> =>
  fc.asyncProperty(fc.scheduler(), clients, fc.array(storeFault, { maxLength: 30 }), async (scheduler, all, faults) => {
    const world = new World(scheduler, faults, fault);
    const running = all.map(async (steps) => {
      for (const each of steps) await world.run(each);
    });
    await scheduler.waitFor(Promise.all(running));
  });

describe('interleavings of the cache', () => {
  it(`give no reader anything older than it was promised (${SCHEDULES} schedules)`, async () => {
    await fc.assert(property(), { numRuns: SCHEDULES, seed: 20_261, endOnFailure: true });
  }).timeout(120_000);

  for (const [said, fault] of Object.entries(FAULTS))
    it(`find out a cache that ${said}`, async () => {
      const { failed, numRuns, errorInstance } = await fc.check(property(fault), { numRuns: 10_000, seed: 20_261, endOnFailure: true });
      console.log(`        in ${numRuns} schedules`);
      expect(failed).to.equal(true);
      expect(errorInstance).to.be.instanceOf(AssertionError);
    });
});
