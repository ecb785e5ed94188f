import { Kind, type FieldNode, type SelectionSetNode } from 'graphql';
import type { Fragments } from './measure.js';

/** A selection set, and the fragments that it is in. */
interface Place {
  readonly set: SelectionSetNode;
  readonly open: readonly string[];
}

interface Found {
  readonly node: FieldNode;
  readonly open: readonly string[];
}

/**
 * Counts the pairs of fields that validation compares with one another, since they have one name in the answer: with them its cost
 * grows by the square.
 */
export class MergeCounter {
  pairs = 0;
  /** Selections that were walked, at most so many; what is in a cycle is walked once for each way to it. */
  visited = 0;
  readonly #fragments: Fragments;
  readonly #maxVisited: number;

  constructor(fragments: Fragments, maxVisited: number) {
    this.#fragments = fragments;
    this.#maxVisited = maxVisited;
  }

  /** Adds the pairs of a selection set, and of those in it. */
  add(set: SelectionSetNode): void {
    this.#merge([{ set, open: [] }]);
  }

  #merge(places: readonly Place[]): void {
    const named = new Map<string, Found[]>();
    for (const place of places) this.#collect(place, named);
    for (const fields of named.values()) {
      this.pairs += (fields.length * (fields.length - 1)) / 2;
      const inside = fields.flatMap(({ node, open }) => (node.selectionSet ? { set: node.selectionSet, open } : []));
      if (inside.length > 0) this.#merge(inside);
    }
  }

  #collect({ set, open }: Place, named: Map<string, Found[]>): void {
    for (const node of set.selections) {
      if (this.visited >= this.#maxVisited) return;
      this.visited += 1;
      if (node.kind === Kind.FIELD) addTo(named, { node, open });
      else if (node.kind === Kind.INLINE_FRAGMENT) this.#collect({ set: node.selectionSet, open }, named);
      else this.#spread(node.name.value, open, named);
    }
  }

  #spread(name: string, open: readonly string[], named: Map<string, Found[]>): void {
    const fragment = this.#fragments.get(name);
    if (fragment && !open.includes(name)) this.#collect({ set: fragment.selectionSet, open: [...open, name] }, named);
  }
}

function addTo(named: Map<string, Found[]>, found: Found): void {
  const name = found.node.alias?.value ?? found.node.name.value;
  const known = named.get(name);
  if (known) known.push(found);
  else named.set(name, [found]);
}
