import { randomUUID } from 'node:crypto';
import type { Entry } from './entry.js';
import type { EntrySealer } from './entry-sealer.js';
import type { Epochs } from './epochs.js';
import type { Attempted, GuardedStore } from './guarded-store.js';

/** What a store of several processes is used with. */
export interface SharedLevelOptions {
  readonly store: GuardedStore;
  readonly sealer: EntrySealer;
  readonly epochs: Epochs;
  /** Milliseconds for which one process may compute a key before others no longer wait for it. */
  readonly leaseMs: number;
  /** Milliseconds after which the store forgets an entry. */
  readonly maxAgeMs: number;
  readonly now: () => number;
  /** Waits for some milliseconds; rejects when the signal aborts. */
  readonly pause: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
}

/** What a key was found to be: an entry that is right, or that it has to be computed. */
export interface Place {
  readonly entry?: Entry;
  readonly wasStale: boolean;
  /** Keeps what was computed, and lets others go on; without an entry only that. */
  keep(entry: Entry | undefined): Promise<void>;
}

type Judge = (entry: Entry) => Promise<Entry | 'stale' | 'unknown'>;

/** Milliseconds between two looks at what another process computes: longer each time. */
const SHORTEST_LOOK_MS = 10;
const LONGEST_LOOK_MS = 100;

/** After this time an entry is written again with its later fence, so that it does not fall behind what the source remembers. */
const RESTAMP_MS = 60_000;

/** The entries that processes share; what is wrong with their store costs misses. */
export class SharedLevel {
  readonly #options: SharedLevelOptions;
  readonly #pending = new Set<Promise<unknown>>();

  constructor(options: SharedLevelOptions) {
    this.#options = options;
  }

  /** Looks a key up; where it has to be computed, by one process at a time, as far as the store can say so. */
  async find(
    key: string,
    judge: Judge,
    { waitMs, signal }: { readonly waitMs: number; readonly signal?: AbortSignal | undefined },
  ): Promise<Place> {
    const first = await this.#look(key, judge);
    if (first.kind === 'found') return found(first.entry);
    const wasStale = first.kind === 'stale';
    // A source that does not answer says nothing about what would be written.
    if (first.kind === 'unknown') return { wasStale, keep: NOTHING };
    if (!this.#options.store.hasLeases) return this.#computes(key, wasStale);
    const token = randomUUID();
    const until = this.#options.now() + waitMs;
    for (let lookMs = SHORTEST_LOOK_MS; this.#options.now() < until; lookMs = Math.min(LONGEST_LOOK_MS, lookMs * 2)) {
      const taken = await this.#take(key, token);
      if (!taken) return this.#computes(key, wasStale);
      // Whoever had it before may have kept an answer since.
      const looked = await this.#look(key, judge);
      if (looked.kind === 'found') {
        if (taken.value) await this.#release(key, token);
        return found(looked.entry);
      }
      if (taken.value) return this.#computes(key, wasStale, token);
      await this.#options.pause(lookMs * (0.5 + Math.random()), signal);
    }
    // Whoever has it takes too long; what is computed beside it is not written over what that one writes.
    return { wasStale, keep: NOTHING };
  }

  /** What the store has under a key, as it is. */
  async peek(key: string): Promise<Entry | 'unreadable' | undefined> {
    const { store, sealer } = this.#options;
    const found = await store.call(async (each) => (await each.get([key]))[0]);
    return found?.value === undefined ? undefined : (sealer.open(key, found.value) ?? 'unreadable');
  }

  /** Writes an entry again with a later fence, now and then. */
  restamp(known: Entry, entry: Entry): void {
    if (entry.stampedAt - known.stampedAt > RESTAMP_MS) this.#after(this.#set(entry));
  }

  /** What is still on its way to the store. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#pending);
  }

  async #look(key: string, judge: Judge): Promise<Look> {
    const entry = await this.#get(key);
    if (!entry) return { kind: 'absent' };
    await this.#options.epochs.refresh(Object.keys(entry.made.epochs));
    const judged = await judge(entry);
    return typeof judged === 'object' ? { kind: 'found', entry: judged } : { kind: judged };
  }

  async #get(key: string): Promise<Entry | undefined> {
    const { store, sealer } = this.#options;
    const found = await store.call(async (each) => {
      const [text] = await each.get([key]);
      return sealer.open(key, text);
    });
    return found?.value;
  }

  async #take(key: string, token: string): Promise<Attempted<boolean>> {
    return this.#options.store.call(async ({ leases }) => leases?.take(leaseOf(key), token, this.#options.leaseMs) ?? false);
  }

  #computes(key: string, wasStale: boolean, token?: string): Place {
    return {
      wasStale,
      keep: async (entry) => {
        this.#after(this.#keep(key, entry, token));
      },
    };
  }

  /** Who held the lease for too long does not write: somebody else may have written something newer. */
  async #keep(key: string, entry: Entry | undefined, token: string | undefined): Promise<void> {
    const { store } = this.#options;
    const held = token === undefined || (await store.call(async ({ leases }) => leases?.holds(leaseOf(key), token)))?.value === true;
    if (entry && held) await this.#set(entry);
    if (token !== undefined && held) await this.#release(key, token);
  }

  async #set(entry: Entry): Promise<void> {
    const { store, sealer, maxAgeMs, now } = this.#options;
    const timeoutMs = Math.min(maxAgeMs, entry.made.until - now());
    if (timeoutMs < 1) return;
    await store.call(async (each) => each.set(entry.key, sealer.seal(entry), Math.ceil(timeoutMs)));
  }

  async #release(key: string, token: string): Promise<void> {
    await this.#options.store.call(async ({ leases }) => leases?.release(leaseOf(key), token));
  }

  #after(work: Promise<unknown>): void {
    const done = work.finally(() => this.#pending.delete(done));
    this.#pending.add(done);
    done.catch(() => {});
  }
}

type Look = { readonly kind: 'found'; readonly entry: Entry } | { readonly kind: 'absent' | 'stale' | 'unknown' };

const NOTHING = async (): Promise<void> => {};

const found = (entry: Entry): Place => ({ entry, wasStale: false, keep: NOTHING });

const leaseOf = (key: string): string => `lease:${key}`;
