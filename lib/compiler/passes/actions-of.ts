import type { ActionArgument, ActionDeclaration, ActionResult, ActionType } from '../../declaration/action.js';
import type { ActionModel } from '../../model/action.js';
import type { FieldModel, RelationField, ScalarField } from '../../model/field.js';
import { operationPolicy } from '../../permission/policy.js';
import { declaredActions } from '../declared-actions.js';
import type { DraftManager } from '../draft.js';

/** The actions of a manager; what is wrong with one is told by a verifier, and is left out here. */
export function actionsOf(manager: DraftManager, byTarget: ReadonlyMap<object, DraftManager>): readonly ActionModel[] {
  return declaredActions(manager).map((declared) => actionOf(declared, manager, byTarget));
}

function actionOf(declared: ActionDeclaration, manager: DraftManager, byTarget: ReadonlyMap<object, DraftManager>): ActionModel {
  const { name, scope, description, permission, needs = [], returns, perform } = declared;
  const given = Object.entries(declared.arguments ?? {}).map(([argument, options]) => argumentOf(argument, options, manager, byTarget));
  return {
    name,
    scope,
    ...(description !== undefined && { description }),
    arguments: given.filter((field) => field !== undefined),
    ...(returns !== undefined && { returns: resultOf(typeof returns === 'string' ? { type: returns } : returns) }),
    ...(permission !== undefined && { policy: operationPolicy(permission) }),
    needs,
    perform,
  };
}

/** The field that an argument is like; undefined for one that is like nothing. */
export function argumentOf(
  name: string,
  options: ActionType | ActionArgument,
  { fields, adapter }: Pick<DraftManager, 'fields' | 'adapter'>,
  byTarget: ReadonlyMap<object, DraftManager>,
): FieldModel | undefined {
  const given: ActionArgument = typeof options === 'string' ? { type: options } : options;
  if (given.type !== undefined) return { ...scalarOf(name, given.type), ...asGiven(name, given) };
  if (given.of !== undefined) return objectOf(name, given, byTarget.get(given.of()), adapter);
  const field = fields.get(given.like ?? '');
  if (!field?.exposed) return undefined;
  if (field.kind === 'relation')
    return field.match ? undefined : relationTo(field.target, name, { list: field.cardinality === 'many', ...given });
  const like = { ...field, ...asGiven(name, given), list: given.list ?? field.list };
  return like.kind === 'embedded' ? like : { ...like, primary: false, unique: false };
}

/** Objects are found, and locked, in the transaction of the action. */
const objectOf = (
  name: string,
  given: ActionArgument,
  target: DraftManager | undefined,
  adapter: DraftManager['adapter'],
): RelationField | undefined => (target?.adapter === adapter ? relationTo(target.name, name, given) : undefined);

const relationTo = (target: string, name: string, given: ActionArgument): RelationField => ({
  ...asGiven(name, given),
  kind: 'relation',
  cardinality: given.list === true ? 'many' : 'one',
  target,
  owner: true,
  primary: false,
  queryable: false,
});

const asGiven = (name: string, { optional = false, list = false, description }: ActionArgument) => ({
  name,
  publicName: name,
  ...(description !== undefined && { description }),
  exposed: true,
  nullable: optional,
  readOnly: false,
  optional,
  lazy: false,
  list,
});

const resultOf = ({ type, list = false, optional = false }: ActionResult): ScalarField => ({
  ...scalarOf('result', type),
  list,
  nullable: optional,
});

const scalarOf = (name: string, type: ActionType): ScalarField => ({
  ...asGiven(name, {}),
  kind: 'scalar',
  type,
  primary: false,
  unique: false,
  version: false,
  operators: [],
  sortable: false,
});
