import { identityOf } from '../../../lib/plugin.js';
import type { BoundCalculation, ManagerPlace, Place } from '../compile/bound.js';

/** One combination of inputs on its way to an object. */
export interface Candidate {
  /** What is known of it: inputs, the columns of their keys, answers and values of their sources, computed members. */
  readonly object: Record<string, unknown>;
  /** The key of what each input leads to; of inputs with values the value alone. */
  readonly keys: Readonly<Record<string, readonly unknown[]>>;
}

/** Nothing is known yet. */
export const EMPTY: Candidate = Object.freeze({ object: {}, keys: {} });

/** A value of an input, with what else is known of it. */
export interface Choice {
  readonly key: readonly unknown[];
  /** What candidates get. */
  readonly known: Readonly<Record<string, unknown>>;
}

/** A candidate with one more input. */
export const extended = ({ object, keys }: Candidate, name: string, { key, known }: Choice): Candidate => ({
  object: { ...object, ...known },
  keys: { ...keys, [name]: key },
});

/** The flattened key, in its order. */
export const keyOf = ({ calculation }: BoundCalculation, { keys }: Candidate): readonly unknown[] =>
  calculation.inputs.flatMap(({ name }) => keys[name] ?? []);

/** The text of a part of a key, the same for the same value. */
export function partText(place: Place, key: readonly unknown[]): string {
  if (place.kind === 'value') return identityOf(place.input.field, key[0]);
  return JSON.stringify(key.map((part, index) => columnText(place, part, index)));
}

function columnText({ columns }: ManagerPlace, part: unknown, index: number): string {
  const field = columns[index]?.field;
  return field ? identityOf(field, part) : String(part);
}

/** An object with just its key, along the relations that the key takes over. */
export function keyObject({ columns }: ManagerPlace, key: readonly unknown[]): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  columns.forEach(({ path }, index) => {
    let holder = made;
    for (const name of path.slice(0, -1)) {
      holder[name] ??= {};
      holder = holder[name] as Record<string, unknown>;
    }
    holder[path.at(-1) ?? ''] = key[index];
  });
  return made;
}
