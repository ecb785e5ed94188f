import type { Violation } from '../error/define-error.js';
import type { Look } from '../interface/compiled-create.js';
import type { Caller } from '../manager/runtime.js';
import type { ManagerModel } from '../model/model.js';

/** An object that is about to be written, with its new values. */
export interface ValidatedObject {
  readonly manager: ManagerModel;
  readonly object: object;
  readonly operation: 'create' | 'update';
  /** Its properties before the write; absent for a new one. */
  readonly before?: Readonly<Record<string, unknown>>;
  /** Property names of the fields that the write is about. */
  readonly named: ReadonlySet<string>;
  readonly caller: Caller;
}

/** Says what is wrong with objects before they are written; paths begin at the object, with names as the API has them. */
export interface Validator {
  readonly name: string;
  /**
   * What it looks at of new objects of a manager: `nothing`; their own `values`, without waiting for anything and without changing them;
   * or `everything`, such as what they are linked to, which then is known to be visible. Default: `everything`.
   */
  looksAt?(manager: ManagerModel): Look;
  validate(subject: ValidatedObject): readonly Violation[] | Promise<readonly Violation[]>;
}
