// What callers write and get, derived from the type of the managed class. Collections and references are told by their
// shape, so that no object-relational mapper is imported here.

export type Scalar = string | number | bigint | boolean | Date | Uint8Array | null | undefined;

interface CollectionLike<Item> {
  getItems(): Item[];
}

interface ReferenceLike<Item> {
  unwrap(): Item;
}

/** What a property leads to: the item of a collection, the object behind a reference, or itself. */
export type Behind<Value> = Value extends CollectionLike<infer Item> ? Item : Value extends ReferenceLike<infer Item> ? Item : Value;

export type IsMany<Value> = Value extends CollectionLike<infer _Item> ? true : false;

/** Whether a property leads to many objects: a collection, or a list of objects that a declared relation leads to. */
type IsList<Value> =
  Value extends CollectionLike<infer _Item> ? true : Value extends readonly (infer Item)[] ? (Item extends Scalar ? false : true) : false;

/** The item of a property that leads to many objects, and what another one leads to. */
type ItemOf<Value> = Value extends readonly (infer Item)[] ? Item : Behind<Value>;

/** Property names that hold data: not methods, not symbols. */
export type DataKey<T> = {
  [K in keyof T]-?: K extends string ? (NonNullable<T[K]> extends (...args: never[]) => unknown ? never : K) : never;
}[keyof T];

/** The property names that hold a value of their own, not an object or a list of objects. */
export type ValueKey<T> = { [K in DataKey<T>]: NonNullable<T[K]> extends Scalar | readonly Scalar[] ? K : never }[DataKey<T>];

/** Comparisons of a value; `Ref` is what may stand for one (an attribute of the actor, in rules). */
export interface Comparisons<Value, Ref = never> {
  readonly eq?: Value | Ref | null;
  readonly ne?: Value | Ref | null;
  readonly in?: readonly (Value | Ref)[] | Ref;
  readonly notIn?: readonly (Value | Ref)[] | Ref;
  readonly gt?: Value | Ref;
  readonly gte?: Value | Ref;
  readonly lt?: Value | Ref;
  readonly lte?: Value | Ref;
  readonly isNull?: boolean;
}

/** Comparisons of a text; those that begin with `i` ignore case, `like` takes `%` and `_`. */
export interface TextComparisons<Ref = never> extends Comparisons<string, Ref> {
  readonly contains?: string | Ref;
  readonly startsWith?: string | Ref;
  readonly endsWith?: string | Ref;
  readonly like?: string | Ref;
  readonly ilike?: string | Ref;
  readonly ieq?: string | Ref;
  readonly icontains?: string | Ref;
  readonly istartsWith?: string | Ref;
  readonly iendsWith?: string | Ref;
}

/** Comparisons of a list. */
export interface ListComparisons<Item, Ref = never> {
  readonly eq?: readonly Item[] | Ref;
  readonly ne?: readonly Item[] | Ref;
  readonly has?: Item | Ref;
  readonly hasSome?: readonly Item[] | Ref;
  readonly hasEvery?: readonly Item[] | Ref;
  readonly isEmpty?: boolean;
  readonly isNull?: boolean;
}

/** Comparisons of a JSON document, or of what is in it at `path`. */
export interface JsonComparisons<Ref = never> extends Comparisons<unknown, Ref> {
  readonly path?: readonly string[];
  readonly contains?: string | Ref;
  readonly startsWith?: string | Ref;
  readonly endsWith?: string | Ref;
  readonly icontains?: string | Ref;
}

type Operand<Value, Ref> = [Value] extends [string]
  ? Value | Ref | TextComparisons<Ref>
  : [Value] extends [Scalar]
    ? Value | Ref | Comparisons<NonNullable<Value>, Ref>
    : [Value] extends [readonly (infer Item)[]]
      ? [Item] extends [Scalar]
        ? readonly Item[] | Ref | ListComparisons<Item, Ref>
        : never
      : Filter<Value, Ref> | JsonComparisons<Ref> | Ref;

interface Quantified<Item, Ref> {
  readonly some?: Filter<Item, Ref>;
  readonly every?: Filter<Item, Ref>;
  readonly none?: Filter<Item, Ref>;
  readonly count?: number | Comparisons<number>;
  readonly countDistinct?: MeasureFilter<Item>;
  readonly sum?: MeasureFilter<Item>;
  readonly avg?: MeasureFilter<Item>;
  readonly min?: MeasureFilter<Item>;
  readonly max?: MeasureFilter<Item>;
}

/** Comparisons of a measure of fields. */
export type MeasureFilter<T> =
  IsUntyped<T> extends true
    ? Readonly<Record<string, unknown>>
    : { readonly [K in DataKey<T>]?: unknown } & { readonly [K in `${string}.${string}`]?: unknown };

type FieldFilter<Value, Ref> = IsList<Value> extends true ? Quantified<ItemOf<Value>, Ref> : Operand<Behind<Value>, Ref>;

/** Whether nothing is known of the properties: managers that are asked for by name. */
export type IsUntyped<T> = string extends keyof T ? true : false;

/** A filter of objects of `T`; `Ref` is what may stand for a value. */
export type Filter<T, Ref = never> =
  IsUntyped<T> extends true
    ? Readonly<Record<string, unknown>>
    : { readonly [K in DataKey<T>]?: FieldFilter<NonNullable<T[K]>, Ref> | null } & {
        readonly and?: readonly Filter<T, Ref>[];
        readonly or?: readonly Filter<T, Ref>[];
        readonly not?: Filter<T, Ref>;
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

type SelectField<Value> = IsList<Value> extends true ? true | RelatedSelection<ItemOf<Value>> : true | Select<Behind<Value>>;

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
  : IsList<Value> extends true
    ? S extends { readonly select: infer Inner }
      ? Selected<ItemOf<Value>, Inner>[]
      : Values<ItemOf<Value>>[]
    : Selected<Behind<Value>, S>;

/** Null where the property may be null or left out; a related object may also be one that the caller may not see. */
type NullOf<Value> = null extends Value ? null : undefined extends Value ? null : IsAlwaysRead<Value> extends true ? never : null;

type IsAlwaysRead<Value> = Value extends Scalar | readonly Scalar[] ? true : IsList<Value>;

/** What a caller may do with an object; of the fields, those that have rules of their own for updates, and each of its actions where there are any. */
export interface Capable<T> {
  readonly update: boolean;
  readonly delete: boolean;
  readonly fields: { readonly [K in DataKey<T>]?: boolean };
  readonly actions?: Readonly<Record<string, boolean>>;
}

/** An object with just what a selection names. */
export type Selected<T, S> = {
  [K in keyof S & DataKey<T>]: IsUntyped<T> extends true ? unknown : SelectedField<NonNullable<T[K]>, S[K]> | NullOf<T[K]>;
};

/** The class or schema of a manager; a class may keep its constructor to itself. */
export type ManagerTarget<T> =
  | { readonly prototype: T }
  | { readonly '~entity': T }
  | { readonly meta: { readonly class: abstract new (...args: never[]) => T } };
