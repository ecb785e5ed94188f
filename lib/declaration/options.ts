import type { CacheScope } from '../cache/scope.js';
import type { InterfaceAdapter } from '../interface/interface-adapter.js';
import type { PolicyOperation, Rule } from '../permission/rule.js';
import type { OptionNames } from './option-names.js';
import type { RelationDeclaration } from './related.js';

/**
 * One generated operation: `false` switches it off, `'custom'` leaves it to a hand-written resolver of the same name,
 * and an object renames or describes it.
 */
export type OperationOption = false | 'custom' | { readonly name?: string; readonly description?: string };

/** What a team may say about one field. */
export interface FieldOptions {
  /** Name in the API; default: the property's name. */
  readonly name?: string;
  readonly description?: string;
  /** `false` keeps the field out of the API altogether. Default: true, false for MikroORM's `hidden` properties. */
  readonly expose?: boolean;
  /** The enum object, where its member names cannot be read from the mapping. */
  readonly enum?: Readonly<Record<string, string | number>>;
}

/** What @Manager takes. */
export interface ManagerOptions {
  /** Name of the manager and of its type in the API; default: the class's name. */
  readonly name?: string;
  /** Plural for lists; default: the English plural of the name. */
  readonly plural?: string;
  readonly description?: string;
  readonly operations?: {
    readonly detail?: OperationOption;
    readonly list?: OperationOption;
    /** The field that tells what the actor may do; in a single-table hierarchy the uppermost manager says it for all. */
    readonly capabilities?: Exclude<OperationOption, 'custom'>;
    /** `false` also keeps the measures of related objects of this manager out of the API. */
    readonly aggregate?: OperationOption;
    readonly groups?: OperationOption;
    readonly history?: OperationOption;
    /** Of the ones that write, those are there that the interface can do and the policy does not keep from everybody. */
    readonly create?: OperationOption;
    readonly createMany?: OperationOption;
    readonly update?: OperationOption;
    readonly updateMany?: OperationOption;
    readonly upsert?: OperationOption;
    readonly delete?: OperationOption;
    readonly deleteMany?: OperationOption;
    readonly restore?: OperationOption;
  };
  readonly fields?: Readonly<Record<string, FieldOptions>>;
  /**
   * How long answers to reads are kept, where the application has a cache: `'request'`, `'dependency'` (until something they depend on changes) or
   * `{ timeoutMs }`. Default: `'none'`, or what its interface says.
   */
  readonly cache?: CacheScope;
  /** Relations that the interface does not know of, by `one` and `many`: to managers that live elsewhere, above all. Default: none. */
  readonly relations?: Readonly<Record<string, RelationDeclaration>>;
}

/** What @Interface takes: where the data lives, by the name of an adapter, and that adapter's own options. */
export interface InterfaceDeclaration {
  readonly adapter: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Makes the adapter, for applications that are not given one of this name: once in each. */
  readonly open?: () => InterfaceAdapter;
  /** What was given for it, and the names that this may have: others are problems of the boot. Default: not looked at. */
  readonly given?: { readonly options: object; readonly names: OptionNames };
}

/** One part of a policy: at least one `allow` has to be true, no `deny` true or unknown, every `require` true. */
export interface PolicyPart<T = never> {
  readonly allow?: Rule<T>;
  readonly deny?: Rule<T>;
  readonly require?: Rule<T>;
}

/** Rules for one operation: a rule is an `allow`; several rules and parts go together in whatever order. */
export type PermissionRule<T = never> = Rule<T> | PolicyPart<T> | readonly (Rule<T> | PolicyPart<T>)[];

/** Rules for one field, besides those for its object. */
export interface FieldPermission<T = never> {
  /** Where it is not allowed, the field reads as null; it is null in filters and sorts, too. */
  readonly read?: PermissionRule<T>;
  readonly create?: PermissionRule<T>;
  readonly update?: PermissionRule<T>;
}

/** What @Permission takes. An operation without a rule is denied to everyone. */
export type PermissionOptions<T = never> = Readonly<Partial<Record<PolicyOperation, PermissionRule<T>>>> & {
  readonly fields?: [T] extends [never]
    ? Readonly<Record<string, FieldPermission>>
    : { readonly [K in keyof T & string]?: FieldPermission<T> };
};
