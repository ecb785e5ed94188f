// What callers write, derived from the type of the managed class.
import type { WriteControl } from '../write/write-request.js';
import type { Behind, DataKey, IsMany, IsUntyped, Scalar, Select, Selected, Values } from './types.js';

/** A key: the value of a key of one part, or an object of its parts; also `{ field: value }` of a unique field. */
export type Key = string | number | bigint | Date | object;

/** What happens to the object that a to-one relation leads to: one of these. */
export interface OneWrites<T> {
  readonly create?: WriteData<T>;
  readonly connect?: Key;
  readonly connectOrCreate?: { readonly where: Key; readonly create: WriteData<T> };
  readonly update?: WriteData<T>;
  readonly upsert?: { readonly create: WriteData<T>; readonly update: WriteData<T> };
  readonly disconnect?: boolean;
  readonly delete?: boolean;
}

type OneOrMany<Item> = Item | readonly Item[];

/** What happens to the objects that a to-many relation leads to. */
export interface ManyWrites<T> {
  readonly create?: OneOrMany<WriteData<T>>;
  readonly connect?: OneOrMany<Key>;
  readonly connectOrCreate?: OneOrMany<{ readonly where: Key; readonly create: WriteData<T> }>;
  readonly update?: OneOrMany<{ readonly where: Key; readonly data: WriteData<T> }>;
  readonly upsert?: OneOrMany<{ readonly where: Key; readonly create: WriteData<T>; readonly update: WriteData<T> }>;
  readonly disconnect?: OneOrMany<Key>;
  readonly delete?: OneOrMany<Key>;
  readonly set?: OneOrMany<Key>;
}

type WriteValue<Value> = Value extends Scalar | readonly Scalar[]
  ? Value
  : IsMany<Value> extends true
    ? ManyWrites<Behind<Value>>
    : Behind<Value> extends infer One
      ? One extends object
        ? OneWrites<One> | Key
        : never
      : never;

/** What is written of an object: omitted fields are untouched, `null` is null. What a create needs is checked when it runs. */
export type WriteData<T> =
  IsUntyped<T> extends true
    ? Readonly<Record<string, unknown>>
    : { readonly [K in DataKey<T>]?: WriteValue<NonNullable<T[K]>> | null | undefined };

/** What has to be true of an object for the write to happen: its version, or values of fields. */
export type Expected<T> = number | Date | string | Partial<Values<T>>;

/** What accompanies a write. */
export interface WriteOptions<S = undefined> extends WriteControl {
  /** What to read of the written object. Default: all its own values that are not lazy. */
  readonly select?: S;
}

/** What accompanies a write of an object that is there. */
export interface ChangeOptions<T, S = undefined> extends WriteOptions<S> {
  readonly expected?: Expected<T>;
}

/** What accompanies a write of everything that a filter finds. */
export interface ManyOptions extends WriteControl {
  /** Objects that may match; more are refused. Default: `limits.maxWrites`. */
  readonly max?: number;
  /** Only counts what would be written. Default: false. */
  readonly dryRun?: boolean;
}

/** How many objects were written, or with `dryRun` would be, and how many of those the caller may not change. */
export interface WriteCount {
  readonly count: number;
  readonly refused?: number;
}

/** What a write gives: the object as it is read; null where the caller may not see it. */
export type Written<T, S> = (S extends Select<T> ? Selected<T, S> : Values<T>) | null;

/** A method of a class; unknown for a name that is none. */
type Method<T, Name extends string> = Name extends keyof T ? T[Name] : unknown;

/** What callers give an action: objects by their keys. */
type GivenTo<T, Name extends string> =
  Method<T, Name> extends (given: infer Given, ...rest: never[]) => unknown
    ? Given extends object
      ? { readonly [K in keyof Given]: WriteArgument<Given[K]> }
      : Readonly<Record<string, unknown>>
    : Readonly<Record<string, unknown>>;

type WriteArgument<Value> = Value extends Scalar | null | undefined
  ? Value
  : Value extends readonly (infer Item)[]
    ? readonly WriteArgument<Item>[]
    : Value | Key;

/** What accompanies an action. */
export interface ActionCall<T, Name extends string = string, S = undefined> extends Omit<ChangeOptions<T, S>, 'idempotencyKey'> {
  /** Of the object; none for a static method. */
  readonly key?: Key;
  readonly arguments?: GivenTo<T, Name>;
}

/** What an action gives: the object as it is read, null where the caller may not see it; and what its method returned, where it says what that is. */
export interface ActionOutcome<T, Name extends string = string, S = undefined> {
  readonly object: Written<T, S>;
  readonly result: Method<T, Name> extends (...args: never[]) => infer Result ? Awaited<Result> : unknown;
}
