import { AsyncLocalStorage } from 'node:async_hooks';
import type { ChangeLog, Dependency, Fence, Footprint } from './change-log.js';
import type { Made } from './entry.js';

/** What is read while something is computed, wherever that happens: everything that it depends on. */
export class Recording {
  readonly #fences = new Map<ChangeLog, Promise<Fence>>();
  readonly #footprints: Footprint[] = [];
  readonly #epochs = new Map<string, string>();
  readonly #keys: readonly string[];
  readonly #outer: Recording | undefined;
  #until = Infinity;
  #refusal: string | undefined;

  /** `known` are fences that were taken already, before the first read; `keys` are what is computed, `outer` is what is being computed around it. */
  constructor(
    known: ReadonlyMap<ChangeLog, Fence>,
    { keys, outer }: { readonly keys: readonly string[]; readonly outer?: Recording | undefined },
  ) {
    this.#keys = keys;
    this.#outer = outer;
    for (const [changes, fence] of known) this.#fences.set(changes, Promise.resolve(fence));
  }

  /** A point in time of a source before everything that is read of it from now on; taken once. */
  async fence(changes: ChangeLog, signal?: AbortSignal): Promise<Fence> {
    const known = this.#fences.get(changes) ?? changes.validate([], signal).then(({ fence }) => fence);
    this.#fences.set(changes, known);
    try {
      return await known;
    } catch (error) {
      // Whoever gave up took only its own wish along.
      if (this.#fences.get(changes) === known) this.#fences.delete(changes);
      throw error;
    }
  }

  /** Notes a read; to be called before it begins. */
  note(fence: Fence, dependencies: readonly Dependency[]): void {
    this.#footprints.push({ fence, dependencies });
  }

  /** Notes how often a manager had been written before a read of it began, where its source tells no changes. The first is the oldest. */
  noteEpoch(manager: string, epoch: string): void {
    if (!this.#epochs.has(manager)) this.#epochs.set(manager, epoch);
  }

  /** Nobody can tell whether what is computed stays right. */
  refuse(reason: string): void {
    this.#refusal ??= reason;
  }

  /** What is computed is made of something that was computed before. */
  merge({ footprints, until, epochs, refusal }: Made): void {
    this.#footprints.push(...footprints);
    this.#until = Math.min(this.#until, until);
    for (const [manager, epoch] of Object.entries(epochs)) this.#mergeEpoch(manager, epoch);
    if (refusal !== undefined) this.refuse(refusal);
  }

  /** What is computed is made of something that may be as old as this. */
  expire(until: number): void {
    this.#until = Math.min(this.#until, until);
  }

  /** Whether this key is being computed here, or around here: it would wait for itself. */
  isOf(key: string): boolean {
    return this.#keys.includes(key) || this.#outer?.isOf(key) === true;
  }

  get made(): Made {
    return {
      footprints: [...this.#footprints],
      until: this.#until,
      epochs: Object.fromEntries(this.#epochs),
      ...(this.#refusal !== undefined && { refusal: this.#refusal }),
    };
  }

  /** Of two parts that were read at different epochs, one is out of date already. */
  #mergeEpoch(manager: string, epoch: string): void {
    const known = this.#epochs.get(manager);
    if (known !== undefined && known !== epoch) this.refuse(`${manager} was written meanwhile`);
    this.noteEpoch(manager, epoch);
  }
}

/** Where it is known what is being computed: asynchronous calls inherit it, so that nested computations are seen by the outer ones. */
export class Recordings {
  readonly #storage = new AsyncLocalStorage<Recording | undefined>();

  get current(): Recording | undefined {
    return this.#storage.getStore();
  }

  async within<T>(recording: Recording | undefined, run: () => Promise<T>): Promise<T> {
    return this.#storage.run(recording, run);
  }
}
