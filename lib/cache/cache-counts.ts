import type { CacheOutcome } from './cache.js';
import type { CacheObservation } from '../hook/observation.js';

/** How often questions of one kind went which way. */
export interface CacheCount {
  /** Name of the manager or computation. */
  readonly name: string;
  readonly scope: CacheObservation['scope'];
  readonly outcomes: Readonly<Partial<Record<CacheOutcome, number>>>;
}

/** Counts what the cache was asked, since the process began. */
export class CacheCounts {
  readonly #counts = new Map<
    string,
    { readonly name: string; readonly scope: CacheObservation['scope']; readonly outcomes: Map<CacheOutcome, number> }
  >();

  add({ name, scope, outcome }: CacheObservation): void {
    const key = `${scope} ${name}`;
    const known = this.#counts.get(key) ?? { name, scope, outcomes: new Map<CacheOutcome, number>() };
    this.#counts.set(key, known);
    known.outcomes.set(outcome, (known.outcomes.get(outcome) ?? 0) + 1);
  }

  get all(): readonly CacheCount[] {
    return [...this.#counts.values()].map(({ name, scope, outcomes }) => ({ name, scope, outcomes: Object.fromEntries(outcomes) }));
  }
}
