import { CacheCycle } from '../error/cache-errors.js';
import type { ManagerModel } from '../model/model.js';
import type { ChangeLog, Dependency, Fence } from './change-log.js';
import type { Entry, Made } from './entry.js';
import type { Epochs } from './epochs.js';
import { Flight, type Landing } from './flight.js';
import type { MemoryLevel } from './memory-level.js';
import { mergeFootprints } from './merge-footprints.js';
import { Recording, type Recordings } from './recording.js';
import type { TimedScope } from './scope.js';
import type { SharedLevel } from './shared-level.js';
import type { ValidationQueue, Verified } from './validation-queue.js';

/** How a question to the cache went. */
export type CacheOutcome = 'hit' | 'miss' | 'stale' | 'wait' | 'bypass' | 'error';

/** What is asked of the cache. */
export interface CacheAsk {
  readonly key: string;
  /** Whose answer it is: a manager, or a computation by its name. */
  readonly subject: CacheSubject;
  readonly scope: 'dependency' | TimedScope;
  /** Told until when the answer may be given that is given, where one is kept: milliseconds since 1970. */
  readonly kept?: ((until: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Whose answers are kept; there are few of them. */
export type CacheSubject = { readonly manager: ManagerModel } | { readonly computation: string };

/** How an answer is computed, and made text of. */
export interface CacheWork<T> {
  compute(): Promise<T>;
  /** Undefined where it cannot be kept. */
  encode(value: T): string | undefined;
  decode(body: string): T;
}

/** What a cache works with. */
export interface CacheParts {
  readonly memory: MemoryLevel;
  readonly shared: SharedLevel | undefined;
  readonly queue: ValidationQueue;
  readonly epochs: Epochs;
  readonly recordings: Recordings;
  /** Text of a dependency, the same for those that are alike. */
  readonly textOf: (dependency: Dependency) => string;
  /** Characters of one answer. */
  readonly maxEntryLength: number;
  /** Milliseconds that somebody waits for the computation of somebody else. */
  readonly waitMs: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly tell: (ask: Pick<CacheAsk, 'subject' | 'scope'>, outcome: CacheOutcome) => void;
}

/** The name of a subject, for statistics and messages. */
export const nameOf = (subject: CacheSubject): string => ('manager' in subject ? subject.manager.name : subject.computation);

type Verdict =
  | { readonly kind: 'valid'; readonly entry: Entry }
  | { readonly kind: 'stale'; readonly fences: ReadonlyMap<ChangeLog, Fence> }
  /** The source could not be asked. */
  | { readonly kind: 'unknown' };

/** What was found out before something is computed: fences that were taken, and whether there was an answer that is no longer right. */
interface Doubt {
  readonly fences: ReadonlyMap<ChangeLog, Fence>;
  readonly wasStale: boolean;
}

type Kept =
  | Exclude<Verdict, { readonly kind: 'stale' }>
  /** Nothing that may be given; or something else by now. */
  | { readonly kind: 'absent' | 'replaced'; readonly doubt: Doubt };

/** How often somebody waits for others before they compute for themselves. */
const ROUNDS = 4;

const NO_FENCES: ReadonlyMap<ChangeLog, Fence> = new Map();

const NO_DOUBT: Doubt = Object.freeze({ fences: NO_FENCES, wasStale: false });

/**
 * Keeps answers, and gives them only where they are right: before an entry is given, its sources are asked whether something that it depends on has
 * changed since a point in time before it was read. So whatever is lost, late, damaged or old gives a miss.
 *
 * An answer is never older than the moment at which it was asked for (`dependency`), or than `timeoutMs` before it.
 */
export class Cache {
  readonly #parts: CacheParts;
  readonly #flights = new Map<string, Flight>();
  /** Orders what is asked and what is computed. */
  #order = 0;

  constructor(parts: CacheParts) {
    this.#parts = parts;
  }

  /** The answer that is kept, or a new one. */
  async get<T>(ask: CacheAsk, work: CacheWork<T>): Promise<T> {
    if (this.#parts.recordings.current?.isOf(ask.key)) throw CacheCycle.create({ name: nameOf(ask.subject) });
    const arrived = this.#next();
    let doubt = NO_DOUBT;
    for (let round = 0; round < ROUNDS; round += 1) {
      const kept = await this.#kept(ask.key, doubt);
      if (kept.kind === 'valid') return this.#hit(ask, kept.entry, work, round > 0 ? 'wait' : 'hit');
      if (kept.kind === 'unknown') return this.without(ask, work, 'error');
      ({ doubt } = kept);
      if (kept.kind === 'replaced') continue;
      const flight = this.#flights.get(ask.key);
      if (!flight) return this.#lead(ask, work, doubt);
      const landing = await flight.landed(this.#parts.waitMs, ask.signal);
      if (landing === 'late' || landing.kind === 'unkept') break;
      // What was read after this was asked for needs no second look.
      const entry = flight.started > arrived ? entryIn(landing) : undefined;
      if (entry) return this.#hit(ask, entry, work, 'wait');
    }
    return this.without(ask, work, 'bypass');
  }

  /** What the memory has of a key, where that may be given. */
  async #kept(key: string, doubt: Doubt): Promise<Kept> {
    const { memory } = this.#parts;
    const known = memory.get(key);
    if (!known) return { kind: 'absent', doubt };
    const verdict = await this.judge(known);
    if (verdict.kind === 'valid') return { kind: 'valid', entry: this.#restamped(known, verdict.entry) };
    if (verdict.kind === 'unknown') return verdict;
    const found = { fences: verdict.fences, wasStale: true };
    // Somebody else may have found out the same meanwhile, and computed it.
    if (memory.get(key) !== known) return { kind: 'replaced', doubt: found };
    memory.delete(key);
    return { kind: 'absent', doubt: found };
  }

  /** Computes without the cache; whatever is being computed around it learns what it read. */
  async without<T>(ask: Pick<CacheAsk, 'subject' | 'scope'>, work: CacheWork<T>, outcome: 'bypass' | 'error'): Promise<T> {
    this.#parts.tell(ask, outcome);
    return work.compute();
  }

  /** Whether an entry may be given now. */
  async judge(entry: Entry): Promise<Verdict> {
    const { queue, epochs, now } = this.#parts;
    const { until, footprints } = entry.made;
    if (until <= now() || !epochs.hold(entry.made.epochs)) return { kind: 'stale', fences: NO_FENCES };
    if (footprints.length === 0) return { kind: 'valid', entry };
    let verified: Verified;
    try {
      verified = await queue.verify(footprints);
    } catch {
      return { kind: 'unknown' };
    }
    const { changed, fences } = verified;
    return changed ? { kind: 'stale', fences } : { kind: 'valid', entry: stamped(entry, fences, now()) };
  }

  /** How many keys are being computed. */
  get computing(): number {
    return this.#flights.size;
  }

  #hit<T>(ask: CacheAsk, entry: Entry, work: CacheWork<T>, outcome: CacheOutcome): T {
    this.#parts.recordings.current?.merge(entry.made);
    ask.kept?.(entry.made.until);
    this.#parts.tell(ask, outcome);
    return work.decode(entry.body);
  }

  /** The later the point in time, the less there is to look through next time. */
  #restamped(known: Entry, entry: Entry): Entry {
    const { memory, shared } = this.#parts;
    if (memory.get(entry.key) === known) memory.set(entry);
    shared?.restamp(known, entry);
    return entry;
  }

  async #lead<T>(ask: CacheAsk, work: CacheWork<T>, { fences, wasStale }: Doubt): Promise<T> {
    const flight = new Flight(this.#next());
    this.#flights.set(ask.key, flight);
    try {
      const judge = async (entry: Entry): Promise<Entry | 'stale' | 'unknown'> => {
        const verdict = await this.judge(entry);
        return verdict.kind === 'valid' ? verdict.entry : verdict.kind;
      };
      const place = await this.#parts.shared?.find(ask.key, judge, { waitMs: this.#parts.waitMs, signal: ask.signal });
      if (place?.entry) {
        this.#parts.memory.set(place.entry);
        flight.land({ kind: 'entry', entry: place.entry });
        return this.#hit(ask, place.entry, work, 'hit');
      }
      this.#parts.tell(ask, wasStale || place?.wasStale ? 'stale' : 'miss');
      return await this.#compute(ask, work, { flight, fences, keep: async (entry) => place?.keep(entry) });
    } catch (error) {
      flight.land({ kind: 'failed', error, shared: ask.signal?.aborted !== true });
      throw error;
    } finally {
      this.#flights.delete(ask.key);
    }
  }

  async #compute<T>(
    ask: CacheAsk,
    work: CacheWork<T>,
    { flight, fences, keep }: { readonly flight: Flight; readonly fences: ReadonlyMap<ChangeLog, Fence>; readonly keep: Keep },
  ): Promise<T> {
    const { recordings, memory, now } = this.#parts;
    const outer = recordings.current;
    const recording = new Recording(fences, { keys: [ask.key], outer });
    const began = now();
    let entry: Entry | undefined;
    try {
      const value = await recordings.within(recording, async () => work.compute());
      const { made } = recording;
      entry = this.#entryOf(ask, made, began, work.encode(value));
      outer?.merge(entry?.made ?? made);
      if (entry) memory.set(entry);
      flight.land(entry ? { kind: 'entry', entry } : { kind: 'unkept' });
      return value;
    } finally {
      // Nobody waits for the store but those in other processes.
      void keep(entry);
    }
  }

  /** Undefined where it cannot be kept. */
  #entryOf(
    { key, scope }: CacheAsk,
    { footprints, refusal, until, epochs }: Made,
    began: number,
    body: string | undefined,
  ): Entry | undefined {
    const { maxEntryLength, textOf, now } = this.#parts;
    if (body === undefined || body.length > maxEntryLength) return undefined;
    const isTimed = typeof scope === 'object';
    if (!isTimed && refusal !== undefined) return undefined;
    const made = isTimed
      ? { footprints: [], until: Math.min(until, began + scope.timeoutMs), epochs }
      : { footprints: mergeFootprints(footprints, textOf), until, epochs };
    return made.until > now() ? { key, body, made, stampedAt: began } : undefined;
  }

  #next(): number {
    this.#order += 1;
    return this.#order;
  }
}

/** What others wait for: an answer, or their error where it is everybody's. */
function entryIn(landing: Landing): Entry | undefined {
  if (landing.kind === 'failed' && landing.shared) throw landing.error;
  return landing.kind === 'entry' ? landing.entry : undefined;
}

type Keep = (entry: Entry | undefined) => Promise<void>;

function stamped(entry: Entry, fences: ReadonlyMap<ChangeLog, Fence>, now: number): Entry {
  const footprints = entry.made.footprints.map(({ fence, dependencies }) => {
    const changes = dependencies[0]?.manager.adapter.changes;
    return { fence: (changes && fences.get(changes)) ?? fence, dependencies };
  });
  return { ...entry, made: { ...entry.made, footprints }, stampedAt: now };
}
