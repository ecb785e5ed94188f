import type { FieldModel } from '../model/field.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import type { Condition } from './condition.js';
import type { Limits } from './limits.js';
import type { Parameter } from './parameter.js';

/** What conditions are made with: the model, the limits, and who may see what. */
export interface PlanContext {
  readonly model: ApplicationModel;
  readonly limits: Limits;
  /** The read policy of a manager for the caller, as a condition on its objects. */
  readonly policyOf: (manager: ManagerModel) => Condition;
  /** The read policy of one field, besides that of its object; undefined where there is none. */
  readonly guardOf: (manager: ManagerModel, field: FieldModel) => Condition | undefined;
  /** Told of each open value, which has to be looked at in every run, also where the plan comes to do without it. */
  readonly note?: (parameter: Parameter) => void;
  /** A condition of a rule is made: hidden fields count, attributes of the actor stand for values, operators have to be exact. */
  readonly rule?: true;
}
