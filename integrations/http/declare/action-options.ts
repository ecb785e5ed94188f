import type { ActionArgument, ActionResult, ActionType, PermissionRule } from '../../../lib/plugin.js';
import type { BodyPath } from '../pagination/index.js';
import type { FilterPlace, RequestOptions, WriteOperation } from './operation-options.js';

/** What an action of the upstream takes: as arguments of `@Action`, and where it is sent. */
export interface ActionArgumentOptions extends ActionArgument {
  /** Default: `path` where the path has a placeholder of its name, otherwise `body`; with GET, HEAD and DELETE `query`. */
  readonly in?: FilterPlace;
  /** What the upstream calls it; in a body a path with dots. Default: its name. */
  readonly name?: string;
  /** Makes of the value what the upstream takes; of lists it is asked item by item. Default: its JSON, or as the field does that it is like. */
  readonly serialize?: (value: never) => unknown;
}

/** What an action of the upstream gives besides its object. */
export interface ActionResultOptions extends ActionResult {
  /** Where in the body it is. Default: the body is the value. */
  readonly from?: BodyPath;
  /** Converts the upstream's value; of lists it is asked item by item. */
  readonly parse?: (value: unknown) => unknown;
}

/** A request that does something of the upstream's own, such as `POST /projects/{id}/archive`. Default method: POST. */
export interface ActionOperation extends RequestOptions, Pick<WriteOperation, 'key' | 'errors'> {
  readonly description?: string;
  /** Name of its mutation; `false` keeps it out of the API. Default: the action's name and that of the manager. */
  readonly operation?: string | false;
  /** Whether it is done with one object, or with the class as a whole. Default: `object` where `key` is said or the path names parts of the key. */
  readonly scope?: 'object' | 'class';
  /** By name; a type alone for values that have to be given. Default: none. */
  readonly arguments?: Readonly<Record<string, ActionType | ActionArgumentOptions>>;
  /**
   * Who may, on which objects as they are before the request. One of the class as a whole needs a permission, about the actor alone.
   * Default: the rules for updates.
   */
  readonly permission?: PermissionRule;
  /** Default: nothing, besides the object. */
  readonly returns?: ActionType | ActionResultOptions;
  /** Where in the answer's body the object is; an empty text where the body is the object. Default: nowhere, so that it is read again when it is wanted. */
  readonly item?: BodyPath;
  /** Whether it may be sent again when its answer is lost; the header `Idempotency-Key` is the same each time. Default: false, whatever the method. */
  readonly idempotent?: boolean;
}
