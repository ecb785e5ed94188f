// What callers write and get, derived from the type of the managed class. Collections and references are told by their
// shape, so that no object-relational mapper is imported here.

type Scalar = string | number | bigint | boolean | Date | Uint8Array | null | undefined;

interface CollectionLike<Item> {
  getItems(): Item[];
}

interface ReferenceLike<Item> {
  unwrap(): Item;
}

/** What a property leads to: the item of a collection, the object behind a reference, or itself. */
type Behind<Value> = Value extends CollectionLike<infer Item> ? Item : Value extends ReferenceLike<infer Item> ? Item : Value;

type IsMany<Value> = Value extends CollectionLike<infer _Item> ? true : false;

/** Property names that hold data: not methods, not symbols. */
type DataKey<T> = {
  [K in keyof T]-?: K extends string ? (NonNullable<T[K]> extends (...args: never[]) => unknown ? never : K) : never;
}[keyof T];

/** The property names that hold a value of their own, not an object or a list of objects. */
export type ValueKey<T> = { [K in DataKey<T>]: NonNullable<T[K]> extends Scalar | readonly Scalar[] ? K : never }[DataKey<T>];

/** Comparisons of a value. */
export interface Comparisons<Value> {
  readonly eq?: Value | null;
  readonly ne?: Value | null;
  readonly in?: readonly Value[];
  readonly notIn?: readonly Value[];
  readonly gt?: Value;
  readonly gte?: Value;
  readonly lt?: Value;
  readonly lte?: Value;
  readonly isNull?: boolean;
}

/** Comparisons of a text; those that begin with `i` ignore case, `like` takes `%` and `_`. */
export interface TextComparisons extends Comparisons<string> {
  readonly contains?: string;
  readonly startsWith?: string;
  readonly endsWith?: string;
  readonly like?: string;
  readonly ilike?: string;
  readonly ieq?: string;
  readonly icontains?: string;
  readonly istartsWith?: string;
  readonly iendsWith?: string;
}

/** Comparisons of a list. */
export interface ListComparisons<Item> {
  readonly eq?: readonly Item[];
  readonly ne?: readonly Item[];
  readonly has?: Item;
  readonly hasSome?: readonly Item[];
  readonly hasEvery?: readonly Item[];
  readonly isEmpty?: boolean;
  readonly isNull?: boolean;
}

/** Comparisons of a JSON document, or of what is in it at `path`. */
export interface JsonComparisons extends Comparisons<unknown> {
  readonly path?: readonly string[];
  readonly contains?: string;
  readonly startsWith?: string;
  readonly endsWith?: string;
  readonly icontains?: string;
}

type Operand<Value> = [Value] extends [string]
  ? Value | TextComparisons
  : [Value] extends [Scalar]
    ? Value | Comparisons<NonNullable<Value>>
    : [Value] extends [readonly (infer Item)[]]
      ? [Item] extends [Scalar]
        ? readonly Item[] | ListComparisons<Item>
        : never
      : Filter<Value> | JsonComparisons;

type FieldFilter<Value> =
  IsMany<Value> extends true
    ? { readonly some?: Filter<Behind<Value>>; readonly every?: Filter<Behind<Value>>; readonly none?: Filter<Behind<Value>> }
    : Operand<Behind<Value>>;

/** Whether nothing is known of the properties: managers that are asked for by name. */
type IsUntyped<T> = string extends keyof T ? true : false;

/** A filter of objects of `T`. */
export type Filter<T> =
  IsUntyped<T> extends true
    ? Readonly<Record<string, unknown>>
    : { readonly [K in DataKey<T>]?: FieldFilter<NonNullable<T[K]>> | null } & {
        readonly and?: readonly Filter<T>[];
        readonly or?: readonly Filter<T>[];
        readonly not?: Filter<T>;
      };

/** A direction, with where nulls go. */
export type Direction = 'asc' | 'desc' | `${'asc' | 'desc'} nulls ${'first' | 'last'}`;

/** One key of a sort: `'name'`, `'-name'`, `'album.title'`, or an object that names one field. */
export type SortKey<T> =
  | (IsUntyped<T> extends true ? string : ValueKey<T> | `-${ValueKey<T>}` | `${string}.${string}`)
  | { readonly [K in DataKey<T>]?: Direction | object };

/** What to read of a related object or of a page of them. */
export interface RelatedSelection<T> {
  readonly select?: Select<T>;
  readonly filter?: Filter<T>;
  readonly sort?: SortKey<T> | readonly SortKey<T>[];
  readonly first?: number;
  readonly offset?: number;
}

type SelectField<Value> = IsMany<Value> extends true ? true | RelatedSelection<Behind<Value>> : true | Select<Behind<Value>>;

/** What to read: `true` for a value or an object with all its values, a nested selection for related ones. */
export type Select<T> = { readonly [K in DataKey<T>]?: SelectField<NonNullable<T[K]>> };

type Plain<Value> = Value extends Scalar | readonly Scalar[]
  ? Value
  : Value extends CollectionLike<infer Item>
    ? Values<Item>[]
    : Behind<Value>;

/** An object as it is read: its values; what was not selected is absent. */
export type Values<T> = {
  [K in DataKey<T>]?: NonNullable<T[K]> extends Scalar | readonly Scalar[] ? T[K] : Plain<NonNullable<T[K]>> | null;
};

type SelectedField<Value, S> = S extends true
  ? Plain<Value>
  : IsMany<Value> extends true
    ? S extends { readonly select: infer Inner }
      ? Selected<Behind<Value>, Inner>[]
      : Values<Behind<Value>>[]
    : Selected<Behind<Value>, S>;

/** Null where the property may be null or left out; a related object may also be one that the caller may not see. */
type NullOf<Value> = null extends Value ? null : undefined extends Value ? null : IsAlwaysRead<Value> extends true ? never : null;

type IsAlwaysRead<Value> = Value extends Scalar | readonly Scalar[] ? true : IsMany<Value>;

/** An object with just what a selection names. */
export type Selected<T, S> = {
  [K in keyof S & DataKey<T>]: IsUntyped<T> extends true ? unknown : SelectedField<NonNullable<T[K]>, S[K]> | NullOf<T[K]>;
};

/** The class or schema of a manager. */
export type ManagerTarget<T> =
  | (abstract new (...args: never[]) => T)
  | { readonly '~entity': T }
  | { readonly meta: { readonly class: abstract new (...args: never[]) => T } };
