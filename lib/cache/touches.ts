import type { ApplicationModel } from '../model/model.js';
import type { Dependency } from './change-log.js';
import { PossibleTruths, type Image } from './possible-truths.js';

/** What happened to an object: a create has nothing before, a delete nothing after. */
export interface ObjectChange {
  readonly before?: Image | undefined;
  readonly after?: Image | undefined;
  /** Names of the fields that may have another value; undefined where any may. */
  readonly fields?: ReadonlySet<string> | undefined;
}

/** Compares changes of objects with what reads depend on; what cannot be decided counts as touched. */
export class Touches {
  readonly #truths: PossibleTruths;

  constructor(model: ApplicationModel) {
    this.#truths = new PossibleTruths(model);
  }

  /** Whether a change may change what was read: a field that matters of an object that matters, before the change or after it. */
  isTouched({ where, fields: wanted }: Dependency, { before, after, fields }: ObjectChange): boolean {
    const isKept = before !== undefined && after !== undefined;
    if (isKept && fields && wanted && !wanted.some((each) => fields.has(each))) return false;
    return [before, after].some((image) => image !== undefined && this.#truths.canHold(where, image));
  }
}
