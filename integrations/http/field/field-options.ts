/** What every field may say. */
export interface FieldOptions<Value = unknown> {
  /** Where in the upstream's object the value is: names with dots between, such as `owner.name`. Default: the name of the field. */
  readonly from?: string;
  readonly description?: string;
  /** Whether the upstream may give null. Default: false. */
  readonly nullable?: boolean;
  /** Whether the upstream may leave the value out; it then is the default, or null. Default: false. */
  readonly optional?: boolean;
  /** In place of null and of what is left out. Default: null. */
  readonly default?: Value;
  /** Makes of the upstream's JSON value what the type of the field takes. It is not asked about null. */
  readonly parse?: (value: unknown) => unknown;
  /** Makes of a value what the upstream takes, in bodies and parameters. It is not asked about null. */
  readonly serialize?: (value: Value) => unknown;
  /** Whether writes leave it alone. Default: false, true for fields with `from` inside another object and for keys. */
  readonly readOnly?: boolean;
}

/** The types of keys. */
export type KeyType = 'string' | 'int' | 'bigint' | 'uuid';

export interface IdOptions extends FieldOptions<string | number | bigint> {
  /** Default: `string`. */
  readonly type?: KeyType;
}

export interface DatetimeOptions extends FieldOptions<Date> {
  /** The upstream counts from 1970. Default: it writes `2024-02-29T12:00:00Z`. */
  readonly unix?: 'seconds' | 'milliseconds';
}

export interface EnumOptions extends FieldOptions<string | number> {
  /** Name of the enum in the API. Default: made of the names of the class and the field. */
  readonly name?: string;
  /** What a value that is none of the members is taken for: the field is nullable then. Default: it is drift. */
  readonly unknown?: 'null';
}

export interface ObjectFieldOptions extends Omit<FieldOptions<object>, 'parse' | 'serialize'> {
  /** Name of the type in the API. Default: made of the names of the class and the field. */
  readonly name?: string;
}

/** What a list says; its items are converted as the field of the items says. */
export type ListFieldOptions = Omit<FieldOptions<readonly unknown[]>, 'parse' | 'serialize'>;
