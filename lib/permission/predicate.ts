import type { Rule } from './rule.js';

/** A question about an object that filters cannot ask, in both ways in which rules are decided. */
export interface Predicate {
  /** What it is called in explanations and introspection. */
  readonly name: string;
  /** The properties that it looks at; values of the object itself. */
  readonly fields: readonly string[];
  /** The database type of each argument, such as `int` or `text[]`. */
  readonly args: readonly string[];
  /**
   * The condition in SQL: `fields` are the expressions of the properties, `args` the placeholders of the arguments. Only these may vary:
   * everything else is written out, so that no value ever becomes SQL.
   */
  sql(fields: Readonly<Record<string, string>>, args: readonly string[]): string;
  /** The same in memory; undefined is unknown. It has to agree with the SQL for every value, null included. */
  test(fields: Readonly<Record<string, unknown>>, args: readonly unknown[]): boolean | undefined;
}

/**
 * Makes a kind of rule of one's own.
 *
 * @example
 * const divisible = definePredicate<Thing, [number | ActorReference]>({
 *   name: 'divisible',
 *   fields: ['size'],
 *   args: ['int'],
 *   sql: ({ size }, [by]) => `${size} % ${by} = 0`,
 *   test: ({ size }, [by]) => (size === null ? undefined : Number(size) % Number(by) === 0),
 * });
 * Permission<Thing>({ read: divisible(2) });
 */
export function definePredicate<T, Args extends readonly unknown[] = []>(
  predicate: Omit<Predicate, 'args'> & {
    readonly fields: readonly (keyof T & string)[];
    readonly args: { readonly [K in keyof Args]: string };
  },
): (...args: Args) => Rule<T> {
  const fixed = { fields: Object.freeze([...predicate.fields]), args: Object.freeze([...predicate.args]) };
  const frozen: Predicate = Object.freeze({ ...predicate, ...fixed });
  return (...args) => Object.freeze({ kind: 'predicate', predicate: frozen, args: Object.freeze([...args]) });
}
