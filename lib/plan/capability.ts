import { actionNamed, objectActions } from '../model/action.js';
import type { ManagerModel } from '../model/model.js';
import { ruledFields } from '../model/ruled-fields.js';
import { allOfConditions, type Condition } from './condition.js';
import type { CapabilityRequest, ObjectOperation } from './read-request.js';
import type { CapabilitySelection } from './read-plan.js';
import { exposedField } from './resolve-field.js';

/** Where a caller may do what; asked of objects that it may read anyway. */
export interface CapabilityContext {
  /** On which objects of a manager. */
  readonly mayChange: (manager: ManagerModel, operation: ObjectOperation) => Condition;
  /** On which of them a field may be updated, besides where the object may. */
  readonly mayUpdateField: (manager: ManagerModel, field: string) => Condition;
  /** With which of them an action may be done. */
  readonly mayDo: (manager: ManagerModel, action: string) => Condition;
}

/**
 * Gives a request for capabilities the conditions that decide.
 *
 * `managers` are those that a row is read through: the manager of the list first, then that of its concrete type. What is said of an
 * object is said through the first one, which knows of the concrete types, and so of actions that it has; what is said of a field by each that
 * has it.
 *
 * @throws GM_READ_UNKNOWN_FIELD
 */
export function selectCapability(
  context: CapabilityContext,
  managers: readonly [through: ManagerModel, own: ManagerModel],
  { alias, operations, fields, actions }: CapabilityRequest,
): CapabilitySelection {
  const [through, own] = managers;
  const update = context.mayChange(through, 'update');
  const of = (name: string): Condition => {
    const rules = [...new Set(managers)].filter((each) => each.fields.has(name)).map((each) => context.mayUpdateField(each, name));
    return allOfConditions([update, ...rules]);
  };
  return {
    alias,
    operations: new Map(operations.map((operation) => [operation, context.mayChange(through, operation)])),
    fields: new Map(fields.map((name) => [exposedField(own, name).name, of(name)])),
    ...(actions && { actions: new Map(actions.map((name) => [name, context.mayDo(actionNamed(through, name) ? through : own, name)])) }),
  };
}

/** Everything that there is to know of an object, under an alias. */
export function wholeCapability(manager: ManagerModel, alias: string): CapabilityRequest {
  const [fields, actions] = [ruledFields(manager), objectActions(manager)].map((each) => each.map(({ name }) => name)) as [
    string[],
    string[],
  ];
  return { alias, operations: ['update', 'delete'], fields, ...(actions.length > 0 && { actions }) };
}
