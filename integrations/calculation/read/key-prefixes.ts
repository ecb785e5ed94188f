import type { Condition } from '../../../lib/plugin.js';
import type { BoundCalculation } from '../compile/bound.js';
import { conjuncts } from '../plan/conditions.js';
import { partText } from './candidate.js';

/** The beginnings of keys that a condition names, in the order in which inputs are evaluated. */
export class KeyPrefixes {
  /** For each condition that names keys: which parts may follow a beginning. */
  readonly #followers: readonly ReadonlyMap<string, ReadonlySet<string>>[];

  constructor(bound: BoundCalculation, condition: Condition) {
    this.#followers = conjuncts(condition).flatMap((each) => (each.kind === 'key' ? [followersOf(bound, each.keys)] : []));
  }

  /** The parts that may follow a beginning; undefined for any. */
  after(prefix: readonly string[]): readonly string[] | undefined {
    const [first, ...others] = this.#followers.map((each) => each.get(JSON.stringify(prefix)) ?? new Set<string>());
    return first && [...first].filter((text) => others.every((each) => each.has(text)));
  }
}

function followersOf({ places }: BoundCalculation, keys: readonly (readonly unknown[])[]): ReadonlyMap<string, ReadonlySet<string>> {
  const followers = new Map<string, Set<string>>();
  for (const key of keys) {
    const prefix: string[] = [];
    for (const place of places.values()) {
      const width = place.kind === 'manager' ? place.columns.length : 1;
      const text = partText(place, key.slice(place.start, place.start + width));
      const id = JSON.stringify(prefix);
      followers.set(id, (followers.get(id) ?? new Set()).add(text));
      prefix.push(text);
    }
  }
  return followers;
}
