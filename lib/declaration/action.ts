import type { Scope, SystemScope } from '../manager/general-manager.js';
import type { ManagerBucket } from '../manager/manager-bucket.js';
import type { ManagerTarget } from '../manager/types.js';
import type { ScalarType } from '../model/scalar.js';
import type { Actor } from '../permission/actor.js';
import type { NamesOf } from './option-names.js';
import type { PermissionRule } from './options.js';

/** A type of values that an action takes or gives. */
export type ActionType = Exclude<ScalarType, 'custom'>;

/** What an action takes: a value of a `type`, one `like` a field of the class, or an object `of` a manager; one of these. */
export interface ActionArgument {
  readonly type?: ActionType;
  /** The name of a field: the argument is what that field holds, an object for a relation. */
  readonly like?: string;
  /** Callers give its key; the method gets the object, as far as the caller may see it. */
  readonly of?: () => object;
  /** Default: false. */
  readonly list?: boolean;
  /** Whether it may be left out, or be null. Default: false. */
  readonly optional?: boolean;
  readonly description?: string;
}

/** What an action gives besides its object. */
export interface ActionResult {
  readonly type: ActionType;
  /** Default: false. */
  readonly list?: boolean;
  /** Whether it may be null. Default: false. */
  readonly optional?: boolean;
}

/** The names of what an argument is declared with; interfaces may have more. */
export const ARGUMENT_NAMES = {
  type: true,
  like: true,
  of: true,
  list: true,
  optional: true,
  description: true,
} as const satisfies NamesOf<ActionArgument>;

/** The names of what a result is declared with; interfaces may have more. */
export const RESULT_NAMES = { type: true, list: true, optional: true } as const satisfies NamesOf<ActionResult>;

/** What @Action takes. */
export interface ActionOptions<T = never> {
  readonly description?: string;
  /** Name of its mutation; `false` keeps it out of the API. Default: the method's name and that of the manager. */
  readonly operation?: string | false;
  /** By name; a type alone for values that have to be given. Default: none. */
  readonly arguments?: Readonly<Record<string, ActionType | ActionArgument>>;
  /**
   * Who may, on which objects as they were and as they have become, in place of the rules for updates. An action of the class as a whole needs one,
   * about the actor alone. Default: the rules for updates, of the object and of every field that is changed.
   */
  readonly permission?: PermissionRule<T>;
  /** Relations that it looks at, such as `'album.artist'`: they are loaded before, whoever may see them. Default: none. */
  readonly needs?: readonly string[];
  /** What its result is. Default: nothing, besides the object. */
  readonly returns?: ActionType | ActionResult;
}

/** What an action runs with, in the transaction of its write. */
export interface ActionContext {
  /** Who acts; null for the anonymous actor and for the system. */
  readonly actor: Actor;
  /** Why, where somebody said so. */
  readonly reason: string | undefined;
  /** Aborts when the write is given up. */
  readonly signal: AbortSignal | undefined;
  /** The transaction, for the source's own statements (for MikroORM an EntityManager): past permissions, rules and history. */
  readonly session: object;
  /** Reads and writes others, as the same caller in the same transaction. */
  manager<Other extends object>(target: ManagerTarget<Other>): ManagerBucket<Other>;
  manager(name: string): ManagerBucket<Record<string, unknown>>;
  /** Reads and writes without permissions, in the same transaction. */
  system(reason: string): SystemScope;
  /**
   * Refuses the action, so that nothing of it happens.
   *
   * @throws GM_WRITE_INVALID with this violation; `arguments` names those that it is about
   */
  refuse(violation: { readonly code: string; readonly message: string; readonly arguments?: readonly string[] }): never;
}

/** Makes what reads and writes for a caller in a transaction. */
export type ScopeIn = (session: object) => { readonly own: Scope; readonly system: (reason: string) => SystemScope };

/** Does what an action does, on an object or, for one of the class as a whole, on the class. */
export type Perform = (target: object, given: Readonly<Record<string, unknown>>, context: ActionContext) => unknown;

/** An action as it was declared. */
export interface ActionDeclaration extends ActionOptions {
  readonly name: string;
  /** Whether it is done with one object, or with the class as a whole. */
  readonly scope: 'object' | 'class';
  readonly perform: Perform;
}
