import { setTimeout as delay } from 'node:timers/promises';
import { UnkeyedArguments } from '../error/cache-errors.js';
import type { CacheObservation } from '../hook/observation.js';
import type { Caller } from '../manager/runtime.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import { Cache, nameOf, type CacheOutcome } from './cache.js';
import { CacheCounts, type CacheCount } from './cache-counts.js';
import type { CacheKit } from './cache-kit.js';
import type { CacheSettings } from './cache-options.js';
import { CanonicalHash, NotPlain } from './canonical-hash.js';
import { decodeDependencies, encodeDependencies } from './dependency-codec.js';
import { DependencyTexts } from './dependency-texts.js';
import { dependenciesOf } from './dependencies-of.js';
import { examine, type Examined, type ExamineParts } from './examine.js';
import { EntrySealer } from './entry-sealer.js';
import { Epochs } from './epochs.js';
import { GuardedStore } from './guarded-store.js';
import { Hinting } from './hints.js';
import { MemberCache } from './member-cache.js';
import { MemberMemo } from './member-memo.js';
import { MemoryLevel } from './memory-level.js';
import { ModelReferences } from './model-references.js';
import { ReadCache } from './read-cache.js';
import { Recordings } from './recording.js';
import { RequestCaches } from './request-cache.js';
import { scopeName, type CacheScope } from './scope.js';
import { ScopedCache, type Question } from './scoped-cache.js';
import { SharedLevel } from './shared-level.js';
import { ValidationQueue } from './validation-queue.js';
import { readValue, writeValue } from './value-text.js';

/** Changes with every change of what keys are made of. */
const KEY_FORMAT = 'gm-key-1';

/** Calls of a store that fail in a row until it is left alone, and for how long. */
const BREAKER = { failures: 5, pauseMs: 1_000 };

const pause = async (ms: number, signal: AbortSignal | undefined): Promise<void> => delay(ms, undefined, signal ? { signal } : {});

/** What the cache of an application is made of. */
export interface ApplicationCacheOptions {
  readonly model: ApplicationModel;
  /** Undefined where the application keeps nothing; requests remember all the same. */
  readonly settings: CacheSettings | undefined;
  /** Authenticates what is in stores. */
  readonly secret: Uint8Array;
  readonly observe: (observation: CacheObservation) => void;
  readonly now?: () => number;
}

/** Something that is computed from what is read, with what its answer depends on besides that. */
export interface ComputationRequest {
  /** Of its own in the application. */
  readonly name: string;
  /** Plain data. */
  readonly args: readonly unknown[];
  /** For whom its reads are; all of an actor is part of the key, since code may look at all of it. */
  readonly caller: Caller;
  readonly scope: CacheScope;
  readonly signal?: AbortSignal | undefined;
}

/** What is kept at the moment, and how questions went. */
export interface CacheStatistics {
  readonly memory: { readonly entries: number; readonly bytes: number };
  /** How many answers are being computed. */
  readonly computing: number;
  /** Whether the store for several processes does not answer and is left alone. */
  readonly storePaused: boolean;
  /** Since the process began. */
  readonly counts: readonly CacheCount[];
}

/** What a store has of one manager or computation. */
export interface StoredAnswers {
  readonly name: string;
  readonly entries: number;
  readonly characters: number;
}

/** The cache of an application: of reads, of texts, of computations. */
export class ApplicationCache {
  readonly reads: ReadCache;
  /** Of computed members of calculations. */
  readonly members: MemberCache;
  /** Of computed members of entities and resources. */
  readonly memo: MemberMemo;
  readonly #kit: CacheKit;
  readonly #settings: CacheSettings | undefined;
  readonly #cache: Cache | undefined;
  readonly #memory: MemoryLevel | undefined;
  readonly #shared: SharedLevel | undefined;
  readonly #store: GuardedStore | undefined;
  readonly #examined: ExamineParts | undefined;
  readonly #hinting: Hinting | undefined;
  readonly #counts = new CacheCounts();

  constructor({ model, settings, secret, observe, now = Date.now }: ApplicationCacheOptions) {
    const recordings = new Recordings();
    const requests = new RequestCaches();
    const references = new ModelReferences(model, settings?.version ?? '');
    const tell = ({ subject, scope }: Pick<Question, 'subject' | 'scope'>, outcome: CacheOutcome): void => {
      const observation = {
        name: nameOf(subject),
        kind: 'manager' in subject ? 'manager' : 'computation',
        scope: scopeName(scope),
        outcome,
      } as const;
      this.#counts.add(observation);
      observe(observation);
    };
    this.#settings = settings;
    if (settings?.store)
      this.#store = new GuardedStore(settings.store, { ...BREAKER, timeoutMs: settings.storeTimeoutMs }, { now, failed: () => {} });
    const epochs = new Epochs(this.#store);
    if (settings?.hints) {
      const isManager = (name: string): boolean => model.managers.has(name);
      this.#hinting = new Hinting(settings.hints, { isManager, doubt: (manager) => epochs.doubt(manager) });
    }
    if (settings) {
      const codec = { encode: encodeDependencies, decode: (encoded: unknown) => decodeDependencies(model, encoded) };
      const { leaseMs, maxAgeMs, waitMs } = settings;
      const sealer = new EntrySealer(secret, codec);
      const texts = new DependencyTexts();
      this.#memory = new MemoryLevel(settings.memory, (dependency) => texts.lengthOf(dependency));
      if (this.#store) this.#shared = new SharedLevel({ store: this.#store, sealer, epochs, leaseMs, maxAgeMs, now, pause });
      const queue = new ValidationQueue(settings.validationTimeoutMs);
      this.#examined = { memory: this.#memory, shared: this.#shared, epochs, queue, now };
      this.#cache = new Cache({
        memory: this.#memory,
        shared: this.#shared,
        queue,
        epochs,
        recordings,
        textOf: (dependency) => texts.of(dependency),
        maxEntryLength: settings.maxEntryBytes,
        waitMs,
        now,
        tell,
      });
    }
    const scoped = new ScopedCache({ cache: this.#cache, requests, recordings, tell });
    const hash = (): CanonicalHash => new CanonicalHash(references.of).add(KEY_FORMAT).add(references.fingerprint);
    this.#kit = { scoped, requests, recordings, epochs, references, hash, dependenciesOf };
    this.reads = new ReadCache(this.#kit);
    this.members = new MemberCache(this.#kit);
    this.memo = new MemberMemo(this.#kit);
  }

  /** Whether anything is kept beyond requests. */
  get isKeeping(): boolean {
    return this.#cache !== undefined;
  }

  /**
   * Computes something, or gives what was computed before. What `run` reads through the application is noted, wherever it does so; what it looks at
   * besides (the clock, files, other services) is its own business.
   *
   * @throws GM_CACHE_NOT_PLAIN, GM_CACHE_CYCLE; what `run` throws, which is not kept
   */
  async compute<T>({ name, args, caller, scope, signal }: ComputationRequest, run: () => Promise<T>): Promise<T> {
    if (scope === 'none') return run();
    const key = this.#computationKey(name, args, caller);
    return this.#kit.scoped.get(
      { key, scope, subject: { computation: name }, signal },
      { compute: run, encode: (value) => writeValue(value), decode: (body) => readValue(body) as T },
    );
  }

  /** Runs a request: what has the scope `request` is read once in it. */
  inRequest<T>(run: () => T): T {
    return this.#kit.requests.within(run);
  }

  /** Something is being written, or may have been: what is computed around it cannot be kept, and requests read again. */
  async wrote(managers: () => Iterable<ManagerModel>): Promise<void> {
    this.#kit.requests.current?.clear();
    this.#kit.recordings.current?.refuse('it writes');
    const keptForMs = this.#settings?.maxAgeMs;
    if (keptForMs === undefined) return;
    const untold = [...managers()].filter(({ adapter }) => !adapter.changes);
    await Promise.all(untold.map(async ({ name }) => this.#kit.epochs.bump(name, keptForMs)));
    for (const { name } of untold) this.#hinting?.tell(name);
  }

  get statistics(): CacheStatistics {
    return {
      memory: { entries: this.#memory?.size ?? 0, bytes: this.#memory?.bytes ?? 0 },
      computing: this.#cache?.computing ?? 0,
      storePaused: this.#store?.isPaused ?? false,
      counts: this.#counts.all,
    };
  }

  /** What the store for several processes has, by the names of managers and computations; undefined where there is none that tells. */
  async stored(): Promise<readonly StoredAnswers[] | undefined> {
    const store = this.#settings?.store;
    if (!store?.entries) return undefined;
    const found = new Map<string, { entries: number; characters: number }>();
    for await (const [key, text] of store.entries()) {
      const [kind, name = ''] = key.split(':');
      if (kind !== 'manager' && kind !== 'computation') continue;
      const known = found.get(name) ?? { entries: 0, characters: 0 };
      found.set(name, { entries: known.entries + 1, characters: known.characters + (typeof text === 'string' ? text.length : 0) });
    }
    return [...found].map(([name, counts]) => ({ name: decodeURIComponent(name), ...counts }));
  }

  /** How it is with what is kept under a key, here or in the store. */
  async examine(key: string): Promise<Examined> {
    return this.#examined ? examine(this.#examined, key) : { state: 'absent' };
  }

  /** Forgets what is kept here and in the store: of one manager or computation, or everything. Answers stay right without it. */
  async clear(name?: string): Promise<void> {
    const isMeant = (key: string): boolean => name === undefined || key.split(':')[1] === encodeURIComponent(name);
    this.#memory?.clearWhere(isMeant);
    await this.#store?.call(async (store) => {
      if (name === undefined || !store.entries) return store.clear();
      const keys: string[] = [];
      for await (const [key] of store.entries()) if (isMeant(key)) keys.push(key);
      await store.delete(keys);
    });
  }

  /** Waits for what is on its way to the store. */
  async close(): Promise<void> {
    await this.#shared?.settled();
    await this.#hinting?.close();
    await this.#settings?.store?.close?.();
  }

  /** Undefined for actors that are no plain data: nobody knows what code looks at of them. */
  #computationKey(name: string, args: readonly unknown[], caller: Caller): string | undefined {
    const hash = this.#kit.hash().add('computation').add(name);
    try {
      hash.add(args);
    } catch (error) {
      if (error instanceof NotPlain) throw UnkeyedArguments.create({ name });
      throw error;
    }
    try {
      return `computation:${encodeURIComponent(name)}:${hash.add(caller).end()}`;
    } catch (error) {
      if (error instanceof NotPlain) return undefined;
      throw error;
    }
  }
}
