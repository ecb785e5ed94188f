import type { FieldMeasureKind, MeasureKind } from '../model/measure.js';
import type { Behind, Comparisons, DataKey, Direction, IsUntyped, MeasureFilter, ValueKey } from './types.js';

// What callers of aggregates write and get, derived from the type of the managed class.

/** A value of the object, or of one behind it: `'price'`, `'author.name'`. */
export type MeasurePath<T> = IsUntyped<T> extends true ? string : ValueKey<T> | `${string}.${string}`;

/** What objects can be grouped by: a value, or a related object, which stands for its key. */
export type GroupPath<T> = IsUntyped<T> extends true ? string : DataKey<T> | `${string}.${string}`;

/** What to compute: `count`, and of which values the other measures. */
export type Measures<T> = { readonly count?: true } & { readonly [K in FieldMeasureKind]?: readonly MeasurePath<T>[] };

/** The value at a path; unknown where the path is. */
type At<T, Path> = Path extends `${infer Head}.${infer Rest}`
  ? Head extends keyof T
    ? At<Behind<NonNullable<T[Head]>>, Rest>
    : unknown
  : Path extends keyof T
    ? NonNullable<T[Path]>
    : unknown;

type IsUnknown<Value> = unknown extends Value ? true : false;

/** The sum of whole numbers is a bigint, whatever they are; types do not tell them from other numbers. */
type SumOf<Value> = Value extends number ? number | bigint : Value;

/** Exact numbers have an exact average, as text. */
type AverageOf<Value> = Value extends number ? number | string : string;

type MeasureOf<Kind, Value> = Kind extends 'countDistinct'
  ? number
  : IsUnknown<Value> extends true
    ? unknown
    : (Kind extends 'sum' ? SumOf<Value> : Kind extends 'avg' ? AverageOf<Value> : Value) | null;

/** What was computed: a number for `count`, else the results by path; null where there was no value. */
export type Measured<T, M> = {
  readonly [K in keyof M]: K extends 'count'
    ? number
    : M[K] extends readonly (infer Path extends string)[]
      ? { readonly [P in Path]: MeasureOf<K, At<T, P>> }
      : never;
};

type KeyValue<Value> = IsUnknown<Value> extends true ? unknown : Value extends object ? (Value extends Date ? Value : unknown) : Value;

/** A group: the values that its objects share, by path, and its measures. */
export type Grouped<T, Keys extends string, M> = { readonly key: { readonly [P in Keys]: KeyValue<At<T, P>> | null } } & Measured<T, M>;

/** Which groups: `{ count: { gt: 3 }, sum: { price: { gt: '10' } } }`; a measure takes the operators of its type. */
export type GroupFilter<T> = {
  readonly count?: number | Comparisons<number>;
  readonly and?: readonly GroupFilter<T>[];
  readonly or?: readonly GroupFilter<T>[];
  readonly not?: GroupFilter<T>;
} & { readonly [K in FieldMeasureKind]?: MeasureFilter<T> };

/** One key of an order of groups: `'genre'`, `'-count'`, `'sum.price'`, `{ sum: { price: 'desc nulls last' } }`. */
export type GroupSort<Keys extends string> =
  | `${'' | '-'}${Keys | 'count'}`
  | `${'' | '-'}${FieldMeasureKind}.${string}`
  | { readonly [K in 'key' | MeasureKind]?: Direction | object };
