import type { ApplicationModel, ManagerModel } from '../model/model.js';
import type { Condition } from './condition.js';
import type { Limits } from './limits.js';

/** What a plan is made with: the model, the limits, and who may see what. */
export interface PlanContext {
  readonly model: ApplicationModel;
  readonly limits: Limits;
  /** The read policy of a manager for the caller, as a condition on its objects. */
  readonly policyOf: (manager: ManagerModel) => Condition;
}
