import type { Behind, DataKey, IsMany, IsUntyped, ManagerTarget, Scalar, ValueKey } from '../manager/types.js';
import type { Key } from '../manager/write-types.js';
import type { ValueContext, Wanted } from './settings.js';

/** What stands for an object that is there: its key, or an object with its key. */
type There<T> = Key | Partial<T>;

type Given<Value> = Value extends Scalar | readonly Scalar[]
  ? Value
  : IsMany<Value> extends true
    ? readonly There<Behind<Value>>[]
    : There<Behind<Value>>;

/** A value, or what makes it. */
type Made<Value, Params> = Value | ((context: ValueContext<Params>) => Value);

/** Values of an object: each is itself, or a function that makes it; what is left out is made from what is known of the field. */
export type FactoryValues<T, Params = Readonly<Record<string, unknown>>> =
  IsUntyped<T> extends true
    ? Readonly<Record<string, unknown>>
    : { readonly [K in DataKey<T>]?: Made<Given<NonNullable<T[K]>> | null | undefined, Params> };

/** Related objects: `true` for one, a number of them, or how many with which values. */
export type FactoryRelations<T> =
  IsUntyped<T> extends true ? Readonly<Record<string, Wanted>> : { readonly [K in Exclude<DataKey<T>, ValueKey<T>>]?: Wanted };

/** What a trait says. */
export interface TraitDefinition<T, Params> {
  readonly values?: FactoryValues<T, Params>;
  readonly with?: FactoryRelations<T>;
}

/** What a factory of a manager says, besides what is known anyway. */
export interface FactoryDescription<T, Params, Trait extends string> extends TraitDefinition<T, Params> {
  /** States that can be asked for by name. */
  readonly traits?: { readonly [K in Trait]: TraitDefinition<T, Params> };
  /** What can be given that is no field, with defaults; functions find it in `params`. */
  readonly params?: Params;
  /** The part of values that are null where they may be. Default: that of the application, 0.2. */
  readonly nulls?: number;
}

/** The definition of a factory, for `bootstrap` and `gm.factory`. */
export interface FactoryDefinition {
  readonly target: object;
  readonly values?: Readonly<Record<string, unknown>>;
  readonly with?: Readonly<Record<string, Wanted>>;
  readonly traits?: Readonly<
    Record<string, { readonly values?: Readonly<Record<string, unknown>>; readonly with?: Readonly<Record<string, Wanted>> }>
  >;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly nulls?: number;
}

/** A definition with the types of what it makes. */
export interface DefinedFactory<T extends object, Params, Trait extends string> extends FactoryDefinition {
  readonly '~makes': { readonly object: T; readonly params: Params; readonly trait: Trait };
}

/**
 * Says how objects of a manager are made, where what is known of its fields is not enough.
 *
 * @example
 * export const tracks = defineFactory(Track, {
 *   values: { name: ({ sequence }) => `Track ${sequence}` },
 *   traits: { long: { values: { milliseconds: ({ random }) => random.int(600_000, 900_000) } } },
 * });
 * const gm = await bootstrap({ orm, factories: { definitions: [tracks] } });
 * await gm.factory(tracks).trait('long').create();
 */
export function defineFactory<
  T extends object,
  Params extends Readonly<Record<string, unknown>> = Readonly<Record<string, unknown>>,
  Trait extends string = never,
>(target: ManagerTarget<T>, description: FactoryDescription<T, Params, Trait>): DefinedFactory<T, Params, Trait> {
  return Object.freeze({ ...description, target }) as FactoryDefinition as DefinedFactory<T, Params, Trait>;
}

/** Whether something is a definition, not a class or a schema. */
export const isDefinition = (value: object): value is FactoryDefinition =>
  typeof value === 'object' && 'target' in value && Object.isFrozen(value);
