import type { CacheScope } from '../cache/scope.js';
import type { Bucket } from '../manager/bucket.js';
import type { ManagerTarget } from '../manager/types.js';
import type { ScalarType } from '../model/scalar.js';

/** A type of values that is computed. */
export type ComputedType = Exclude<ScalarType, 'custom'>;

/** What a computation runs with, besides what it needs. */
export interface ComputeContext {
  /** Aborts when the read is given up. */
  readonly signal: AbortSignal | undefined;
  /** Reads others, as the same caller; without permissions where the declaration says so. */
  manager<Other extends object>(target: ManagerTarget<Other>): Bucket<Other>;
  manager(name: string): Bucket<Record<string, unknown>>;
}

/** What @Computed takes. */
export interface ComputedOptions {
  /** What comes out: a type of values, or an object that names the members of an enum. */
  readonly type: ComputedType | Readonly<Record<string, string | number>>;
  /** Of an enum: its name in the API. Default: the names of the class and of the member. */
  readonly enumName?: string;
  /** Default: false. */
  readonly list?: boolean;
  /** Whether it may be null; what fails then is null beside an error. Default: false. */
  readonly nullable?: boolean;
  readonly description?: string;
  /** Only where it is asked for by name, as members of entities and resources always are. Default: false. */
  readonly lazy?: boolean;
  /**
   * What is read before, in one read for all objects of a page, as Buckets select it, and other computed members; of calculations what is read of
   * inputs. What a relation leads to comes as a list, all of it. Default: all own values that are not lazy; of calculations the inputs themselves, of managers
   * their keys.
   *
   * @example
   * { ship: { name: true, crew: { select: { duty: true } } }, load: true }
   */
  readonly needs?: Readonly<Record<string, unknown>>;
  /**
   * How long its values are kept: of calculations each by the key of its object and by what was allowed to be read for it, of entities and resources by
   * the values that it is computed of; with `'dependency'` until something that was read for it changes. Default: `'none'`. GM_CACHE_UNTRACKED where
   * nobody tells these changes.
   */
  readonly cache?: CacheScope;
  /** Reads what it needs, and through its context, without permissions, for this reason. Default: as whoever reads the value. */
  readonly system?: string;
}

/** A computed member as it was declared. */
export interface ComputedDeclaration extends ComputedOptions {
  readonly name: string;
  readonly isStatic: boolean;
  /** Whether its code may read by itself: it has a parameter for the context. */
  readonly takesContext: boolean;
  /** The text of the code that it was declared with: values of other code are others. What that calls, and what overrides it, is not in it. */
  readonly code: string;
  /** Absent where there is nothing to be called. */
  readonly compute?: (object: object, context: ComputeContext) => unknown;
}
