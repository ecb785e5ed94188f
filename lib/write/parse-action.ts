import { UnknownAction } from '../error/action-errors.js';
import type { FieldModel, RelationField } from '../model/field.js';
import { actionNamed, type ActionModel } from '../model/action.js';
import { managerNamed } from '../model/lookup.js';
import type { ManagerModel } from '../model/model.js';
import type { Condition } from '../plan/condition.js';
import type { InputContext } from './input-context.js';
import { isPlainObject } from '../model/plain-object.js';
import { parseLocator } from './locate.js';
import { parseFieldValue } from './parse-field-value.js';
import type { InputPath } from './write-plan.js';
import type { WriteRequest } from './write-request.js';

type ActionRequest = Extract<WriteRequest, { readonly kind: 'action' }>;

/** Objects that an action is given as one argument. */
export interface ActionReference {
  readonly name: string;
  readonly manager: ManagerModel;
  /** What each of them meets. */
  readonly places: readonly Condition[];
  readonly list: boolean;
}

/** A checked action: on which object, with what. */
export interface ActionWrite {
  readonly kind: 'action';
  readonly manager: ManagerModel;
  readonly action: ActionModel;
  /** Absent for an action of the class as a whole. */
  readonly where?: Condition;
  readonly values: ReadonlyMap<string, unknown>;
  readonly references: readonly ActionReference[];
}

/** @throws GM_WRITE_UNKNOWN_ACTION */
export function requiredAction({ manager, action: name }: ActionRequest): ActionModel {
  const action = actionNamed(manager, name);
  if (!action) throw UnknownAction.create({ manager: manager.name });
  return action;
}

/** Checks the arguments of an action against its declaration; what is wrong is gathered. */
export function parseAction(context: InputContext, request: ActionRequest): ActionWrite {
  const { manager } = request;
  const action = requiredAction(request);
  const where = action.scope === 'object' ? parseLocator(context, manager, request.key, ['key']) : undefined;
  return { kind: 'action', manager, action, ...(where && { where }), ...parseArguments(context, action, request.arguments ?? {}) };
}

function parseArguments(context: InputContext, action: ActionModel, input: unknown): Pick<ActionWrite, 'values' | 'references'> {
  const { violations } = context;
  const values = new Map<string, unknown>();
  const references: ActionReference[] = [];
  if (!isPlainObject(input)) violations.add([], 'INVALID_VALUE', 'Arguments are given as an object.');
  const given = new Map(Object.entries(isPlainObject(input) ? input : {}).filter(([, value]) => value !== undefined));
  for (const name of given.keys()) {
    if (!action.arguments.some((each) => each.name === name)) violations.add([name], 'UNKNOWN_FIELD', 'There is no argument of this name.');
  }
  for (const field of action.arguments) {
    const value = given.get(field.name) ?? null;
    if (value === null) missing(context, field, values);
    else if (field.kind === 'relation') references.push(referenceTo(context, field, value));
    else values.set(field.name, parseFieldValue(context, field, value, [field.name]));
  }
  return { values, references };
}

function missing({ violations }: InputContext, { name, optional }: FieldModel, values: Map<string, unknown>): void {
  if (optional) values.set(name, null);
  else violations.add([name], 'REQUIRED', 'This argument has to be given.');
}

function referenceTo(context: InputContext, field: RelationField, value: unknown): ActionReference {
  const { name } = field;
  const manager = managerNamed(context.model, field.target);
  const at = (key: unknown, path: InputPath): Condition => parseLocator(context, manager, key, path);
  if (field.cardinality === 'one') return { name, manager, list: false, places: [at(value, [name])] };
  const { maxWrites } = context.limits;
  if (Array.isArray(value) && value.length <= maxWrites)
    return { name, manager, list: true, places: value.map((each: unknown, index) => at(each, [name, index])) };
  context.violations.add([name], 'INVALID_VALUE', `This has to be a list of at most ${maxWrites} keys.`);
  return { name, manager, list: true, places: [] };
}
