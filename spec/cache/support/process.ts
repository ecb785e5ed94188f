import type { CacheStore } from '../../../lib/cache/cache-store.js';
import { Cache, type CacheOutcome, type CacheWork } from '../../../lib/cache/cache.js';
import type { CacheKit } from '../../../lib/cache/cache-kit.js';
import { CanonicalHash } from '../../../lib/cache/canonical-hash.js';
import type { ChangeLog, Dependency } from '../../../lib/cache/change-log.js';
import { EntrySealer } from '../../../lib/cache/entry-sealer.js';
import { Epochs } from '../../../lib/cache/epochs.js';
import { GuardedStore } from '../../../lib/cache/guarded-store.js';
import { MemberMemo } from '../../../lib/cache/member-memo.js';
import { MemoryLevel } from '../../../lib/cache/memory-level.js';
import { Recordings } from '../../../lib/cache/recording.js';
import { RequestCaches } from '../../../lib/cache/request-cache.js';
import { ScopedCache } from '../../../lib/cache/scoped-cache.js';
import { SharedLevel } from '../../../lib/cache/shared-level.js';
import { ValidationQueue } from '../../../lib/cache/validation-queue.js';
import type { ComputedMember } from '../../../lib/model/computed.js';
import type { ManagerModel } from '../../../lib/model/model.js';

/** What the cache of a process is given. */
export interface ProcessOptions {
  readonly store?: CacheStore;
  readonly now?: () => number;
  readonly pause?: (ms: number) => Promise<void>;
  readonly waitMs?: number;
  readonly leaseMs?: number;
  readonly maxEntries?: number;
  readonly dependencyOf?: (name: string) => Dependency;
  readonly secret?: string;
  readonly storeTimeoutMs?: number;
  /** In place of the one that is to be trusted. */
  readonly sealer?: Pick<EntrySealer, 'seal' | 'open'>;
}

/** A cache as a process has it, with what it told. */
export class CacheProcess {
  readonly cache: Cache;
  readonly recordings = new Recordings();
  readonly memory: MemoryLevel;
  readonly shared: SharedLevel | undefined;
  readonly outcomes: CacheOutcome[] = [];

  constructor(options: ProcessOptions = {}) {
    const {
      now = Date.now,
      pause = sleep,
      waitMs = 5_000,
      leaseMs = 10_000,
      maxEntries = 1_000,
      secret = 'spec',
      storeTimeoutMs = 50,
    } = options;
    const guarded =
      options.store &&
      new GuardedStore(options.store, { timeoutMs: storeTimeoutMs, failures: 5, pauseMs: 1_000 }, { now, failed: () => {} });
    const epochs = new Epochs(guarded);
    const codec = {
      encode: (dependencies: readonly Dependency[]) => dependencies.map(({ manager }) => manager.name),
      decode: (encoded: unknown) => (encoded as readonly string[]).map((name) => options.dependencyOf?.(name) as Dependency),
    };
    const sealer = (options.sealer as EntrySealer | undefined) ?? new EntrySealer(Buffer.from(secret), codec);
    const textOf = ({ manager, fields = [] }: Dependency): string => `${manager.name} ${fields.join()}`;
    this.memory = new MemoryLevel({ maxBytes: 10_000_000, maxEntries }, (dependency) => textOf(dependency).length);
    this.shared = guarded && new SharedLevel({ store: guarded, sealer, epochs, leaseMs, maxAgeMs: 60_000, now, pause });
    this.cache = new Cache({
      memory: this.memory,
      shared: this.shared,
      queue: new ValidationQueue(10_000),
      epochs,
      recordings: this.recordings,
      textOf,
      maxEntryLength: 100_000,
      waitMs,
      now,
      tell: (_ask, outcome) => void this.outcomes.push(outcome),
    });
  }

  /** A read that is noted, as those of the pipeline are. */
  async noted<T>(changes: ChangeLog, dependencies: readonly Dependency[], read: () => Promise<T>): Promise<T> {
    const recording = this.recordings.current;
    if (recording) recording.note(await recording.fence(changes), dependencies);
    return read();
  }

  /** A computed member of an object, with what it is computed of. */
  async member<T>(values: object, compute: () => Promise<T>): Promise<T> {
    const requests = new RequestCaches();
    const scoped = new ScopedCache({ cache: this.cache, requests, recordings: this.recordings, tell: () => {} });
    const hash = (): CanonicalHash => new CanonicalHash((value) => (value === OBJECT ? 'object' : undefined));
    const memo = new MemberMemo({ scoped, recordings: this.recordings, hash } as CacheKit).of({ member: MEMBER, context: {} });
    const outcome = await memo?.({ manager: OBJECT, key: [1], values }, async () => ({ value: await compute() }));
    if (!outcome || 'error' in outcome) throw new TypeError('it is not kept');
    return outcome.value as T;
  }

  async get<T>(key: string, compute: () => Promise<T>, scope: 'dependency' | { readonly timeoutMs: number } = 'dependency'): Promise<T> {
    return this.cache.get({ key, subject: { computation: 'spec' }, scope }, jsonWork(compute));
  }
}

const OBJECT = { name: 'Object' } as ManagerModel;

const MEMBER = {
  manager: 'Object',
  field: { name: 'value' },
  declaration: { cache: 'dependency', code: 'code' },
} as unknown as ComputedMember;

const jsonWork = <T>(compute: () => Promise<T>): CacheWork<T> => ({
  compute,
  encode: (value) => JSON.stringify(value),
  decode: (body) => JSON.parse(body) as T,
});

const sleep = async (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
