import type { RelationField } from '../model/field.js';
import type { ManagerModel } from '../model/model.js';
import type { Condition } from '../plan/condition.js';
import type { Inputs } from '../plan/parameter.js';
import type { OpenPlan } from '../plan/read-plan.js';
import type { ReadContext } from './interface-adapter.js';
import type { InsertedObject } from './write-unit.js';

/** A link of a new object to one that is there. */
export interface OpenLink {
  readonly field: RelationField;
  readonly target: ManagerModel;
  /** Which object it is, as far as the caller may see it. */
  readonly where: Condition;
}

/** A create of one object that is linked to others at most; values of conditions are open where each run has its own. */
export interface OpenCreate {
  readonly manager: ManagerModel;
  readonly links: readonly OpenLink[];
  /** What has to be true of the new object. */
  readonly allowed: Condition;
  /** What is read of it; absent where nothing is. */
  readonly plan?: OpenPlan | undefined;
}

/** A new object in memory, and the parts of the keys of what it is linked to, in the order of the links. */
export interface NewObject {
  readonly object: object;
  readonly keys: readonly (readonly unknown[])[];
}

/** How much of new objects is looked at before they are written; what looks at their own `values` changes nothing. */
export type Look = 'nothing' | 'values' | 'everything';

/** A create that its source carries out in one go: compiled once, run with the values of whoever asks. */
export interface CompiledCreate {
  /** About how much it keeps, in characters. */
  readonly weight: number;
  /** Whether nothing of the application takes part in making objects, so that they can be made before it is known that what they are linked to is there. */
  readonly plain: boolean;
  /** The keys of what is linked to, flattened; undefined where something is not there or may not be seen. */
  find(inputs: Inputs, context: ReadContext): Promise<NewObject['keys'] | undefined>;
  /** Makes an object in memory with values by property name. */
  make(values: ReadonlyMap<string, unknown>, keys: NewObject['keys'], look: Look): NewObject;
  /**
   * Makes the object in the source, decides about it and reads it, as a whole or not at all. Undefined where what is linked to is not there or may
   * not be seen, where the object is not allowed, or where it cannot be made in this way: then nothing has happened.
   *
   * @throws ConstraintViolation, ContendedUnit, GM_WRITE_TIMEOUT
   */
  insert(made: NewObject, inputs: Inputs, context: ReadContext): Promise<InsertedObject | undefined>;
}
