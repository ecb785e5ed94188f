import type * as fc from 'fast-check';
import type { ChangeLog, Footprint, Validation } from '../../../lib/cache/change-log.js';
import type { CacheStore } from '../../../lib/cache/cache-store.js';
import type { ManagerModel } from '../../../lib/model/model.js';
import { TRUE } from '../../../lib/plan/condition.js';

/** Lets a scheduler decide when something goes on. */
export type Turn = (label: string) => Promise<void>;

export const turnsOf =
  (scheduler: fc.Scheduler): Turn =>
  async (label) => {
    await scheduler.schedule(Promise.resolve(), label);
  };

/** A clock that moves with everything that is asked of it. */
export class Clock {
  #now = 1_000_000;
  readonly now = (): number => {
    this.#now += 1;
    return this.#now;
  };
  advance(ms: number): void {
    this.#now += ms;
  }
}

/** Registers of which every write makes the next version; tells its changes as the port promises. Every step waits for its turn. */
export class ScheduledDatabase implements ChangeLog {
  readonly #versions = new Map<string, number>();
  readonly #log: string[] = [];
  readonly #managers = new Map<string, ManagerModel>();
  readonly #turn: Turn;
  validations = 0;

  constructor(turn: Turn) {
    this.#turn = turn;
  }

  tracks(): boolean {
    return true;
  }

  version(register: string): number {
    return this.#versions.get(register) ?? 0;
  }

  dependency(register: string): Footprint['dependencies'][number] {
    const known = this.#managers.get(register) ?? ({ name: register, adapter: { changes: this } } as unknown as ManagerModel);
    this.#managers.set(register, known);
    return { manager: known, where: TRUE };
  }

  /** Changes a register; commit and notice are one. */
  async write(register: string, commits = true): Promise<void> {
    await this.#turn(`write ${register}`);
    if (commits) {
      this.#versions.set(register, this.version(register) + 1);
      this.#log.push(register);
    }
    await this.#turn(`written ${register}`);
  }

  /** The version of a register at some time between call and answer. */
  async read(register: string): Promise<number> {
    await this.#turn(`read ${register}`);
    const version = this.version(register);
    await this.#turn(`got ${register}`);
    return version;
  }

  async validate(footprints: readonly Footprint[]): Promise<Validation> {
    this.validations += 1;
    await this.#turn('validate');
    const fence = String(this.#log.length);
    const changed = footprints.map((each) => {
      const since = new Set(this.#log.slice(Number(each.fence)));
      return each.dependencies.some(({ manager }) => since.has(manager.name));
    });
    await this.#turn('validated');
    return { fence, changed };
  }
}

/** What goes wrong with a store at a call. */
export type StoreFault = 'none' | 'fails' | 'forgets' | 'garbage' | 'swaps' | 'wiped';

/** A store of several processes with leases; every step waits for its turn, and goes wrong as it is told. */
export class ScheduledStore implements CacheStore {
  readonly #texts = new Map<string, unknown>();
  readonly #held = new Map<string, { readonly token: string; readonly until: number }>();
  readonly #turn: Turn;
  readonly #clock: Clock;
  readonly #faults: Iterator<StoreFault>;

  constructor(turn: Turn, clock: Clock, faults: Iterable<StoreFault>) {
    this.#turn = turn;
    this.#clock = clock;
    this.#faults = faults[Symbol.iterator]();
  }

  async get(keys: readonly string[]): Promise<readonly unknown[]> {
    const fault = await this.#step('get');
    const given = keys.map((key) => this.#texts.get(key));
    await this.#turn('got from store');
    if (fault === 'garbage') return keys.map(() => 'gm1garbage');
    return fault === 'swaps' ? keys.map(() => [...this.#texts.values()][0]) : given;
  }

  async set(key: string, text: string): Promise<void> {
    const fault = await this.#step('set');
    if (fault !== 'forgets') this.#texts.set(key, text);
    await this.#turn('set in store');
  }

  async delete(keys: readonly string[]): Promise<void> {
    await this.#step('delete');
    for (const key of keys) this.#texts.delete(key);
  }

  async clear(): Promise<void> {
    await this.#step('clear');
    this.#texts.clear();
  }

  readonly leases = {
    take: async (key: string, token: string, timeoutMs: number): Promise<boolean> => {
      await this.#step('take');
      const held = this.#held.get(key);
      if (held && held.until > this.#clock.now()) return false;
      this.#held.set(key, { token, until: this.#clock.now() + timeoutMs });
      await this.#turn('taken');
      return true;
    },
    holds: async (key: string, token: string): Promise<boolean> => {
      await this.#step('holds');
      return this.#held.get(key)?.token === token;
    },
    release: async (key: string, token: string): Promise<void> => {
      await this.#step('release');
      if (this.#held.get(key)?.token === token) this.#held.delete(key);
    },
  };

  async #step(label: string): Promise<StoreFault> {
    await this.#turn(label);
    const { value = 'none' } = this.#faults.next() as IteratorResult<StoreFault, undefined>;
    if (value === 'fails') throw new Error('the store fails');
    if (value === 'wiped') this.#texts.clear();
    return value;
  }
}
