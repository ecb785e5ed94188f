import { Kind, type FieldNode, type SelectionSetNode } from 'graphql';
import type { Fragments } from './measure.js';

/**
 * Counts the pairs of fields that validation compares with one another, since they have one name in the answer: with them its cost
 * grows by the square.
 */
export class MergeCounter {
  pairs = 0;
  /** Selections that were walked, at most so many. */
  visited = 0;
  readonly #fragments: Fragments;
  readonly #maxVisited: number;

  constructor(fragments: Fragments, maxVisited: number) {
    this.#fragments = fragments;
    this.#maxVisited = maxVisited;
  }

  /** Adds the pairs of a selection set, and of those in it. No fragment may contain itself. */
  add(set: SelectionSetNode): void {
    this.#merge([set]);
  }

  #merge(sets: readonly SelectionSetNode[]): void {
    const named = new Map<string, FieldNode[]>();
    for (const set of sets) this.#collect(set, named);
    for (const fields of named.values()) {
      this.pairs += (fields.length * (fields.length - 1)) / 2;
      const inside: SelectionSetNode[] = [];
      for (const { selectionSet } of fields) if (selectionSet) inside.push(selectionSet);
      if (inside.length > 0) this.#merge(inside);
    }
  }

  #collect({ selections }: SelectionSetNode, named: Map<string, FieldNode[]>): void {
    for (const node of selections) {
      if (this.visited >= this.#maxVisited) return;
      this.visited += 1;
      if (node.kind === Kind.FIELD) addTo(named, node);
      else if (node.kind === Kind.INLINE_FRAGMENT) this.#collect(node.selectionSet, named);
      else this.#spread(node.name.value, named);
    }
  }

  #spread(name: string, named: Map<string, FieldNode[]>): void {
    const fragment = this.#fragments.get(name);
    if (fragment) this.#collect(fragment.selectionSet, named);
  }
}

function addTo(named: Map<string, FieldNode[]>, node: FieldNode): void {
  const name = node.alias?.value ?? node.name.value;
  const known = named.get(name);
  if (known) known.push(node);
  else named.set(name, [node]);
}
