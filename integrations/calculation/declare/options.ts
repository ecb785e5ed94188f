import type { ScalarType } from '../../../lib/plugin.js';

/** The types of values that an input can have. */
export type InputType = Extract<ScalarType, 'string' | 'int' | 'bigint' | 'decimal' | 'boolean' | 'date' | 'datetime' | 'uuid'>;

/** The inputs that a domain depends on, with what is needed of them; objects of managers as Buckets select them. */
export type InputNeeds = Readonly<Record<string, unknown>>;

/** Something that may depend on other inputs, which `needs` has to name. */
export type Dependent<Value> = Value | ((given: never) => Value);

/** What every input may say. */
export interface InputOptions {
  readonly description?: string;
  /** The inputs that the functions of its domain look at, such as `{ ship: { berths: true } }`. Default: none. */
  readonly needs?: InputNeeds;
  /** Reads what it needs, and compares by its filter, without permissions, for this reason. Default: as whoever reads. */
  readonly system?: string;
}

/** An input with values: all of its type, or some. */
export interface ValueOptions<Value> extends InputOptions {
  /** The values that it can have. Default: all of its type. */
  readonly values?: Dependent<readonly Value[]>;
}

/** An input with values between two others. */
export interface RangeOptions<Value> extends ValueOptions<Value> {
  /** The least. Default: no bound, so that lists need a filter. */
  readonly from?: Dependent<Value>;
  /** The greatest. Default: no bound, so that lists need a filter. */
  readonly to?: Dependent<Value>;
}

/** Numbers between two others. */
export interface NumberOptions<Value> extends RangeOptions<Value> {
  /** How far apart they are, counted from `from`. Default: 1 for whole numbers; of decimals, lists need a filter that names them. */
  readonly step?: Value;
}

/** Days between two others. */
export interface DateOptions extends RangeOptions<string> {
  /** Which of them. Default: every day. */
  readonly every?: 'day' | 'week' | 'month' | 'quarter' | 'year';
  /** Of months, quarters and years: their first day or their last one. Default: `start`. Weeks count from `from`, or from Mondays. */
  readonly at?: 'start' | 'end';
}

/** Months, as the dates of their first or last days. */
export type MonthOptions = Omit<DateOptions, 'every'>;

/** An enum as an input. */
export interface EnumInputOptions extends ValueOptions<string | number> {
  /** Its name in the API. Default: the names of the class and of the input. */
  readonly name?: string;
}

/** Objects of a manager as an input. */
export interface ManagerInputOptions extends InputOptions {
  /** Which of them, besides that whoever reads may see them; a filter as Buckets take it. Default: all. */
  readonly filter?: Dependent<Readonly<Record<string, unknown>>>;
}

/** The members of an enum: a list of values, or an object that names them. */
export type InputMembers = readonly (string | number)[] | Readonly<Record<string, string | number>>;

/** What is said of the values of an input, whatever its type is; nothing of it is checked. */
export interface DomainOptions extends InputOptions {
  readonly values?: unknown;
  readonly from?: unknown;
  readonly to?: unknown;
  readonly step?: unknown;
  readonly every?: DateOptions['every'] | undefined;
  readonly at?: DateOptions['at'] | undefined;
}

/** An input as it was declared. */
export type InputDeclaration =
  | { readonly kind: 'scalar'; readonly type: InputType; readonly options: DomainOptions }
  | { readonly kind: 'enum'; readonly members: InputMembers; readonly options: EnumInputOptions }
  | { readonly kind: 'manager'; readonly target: () => object; readonly options: ManagerInputOptions };

/** What says what an input is: one made by `input`, a manager, or a type of values. */
export type Input = InputDeclaration | InputType | object;

/** What calculation() takes. */
export interface CalculationOptions {
  /** What the values of an object are computed from, and what tells it from others; each part of the key, in this order. */
  readonly inputs: Readonly<Record<string, Input>>;
  /** Combinations of inputs that one read may look at; more are refused. Default: 10,000. */
  readonly maxObjects?: number;
  /** Objects for which one read may compute what it filters, sorts, groups or decides by; more are refused. Default: 1,000. */
  readonly maxComputed?: number;
  /** Objects that a relation in `needs` may lead to from one object; more are refused. Default: 10,000. */
  readonly maxNeeded?: number;
}
