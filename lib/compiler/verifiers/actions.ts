import type { ActionArgument, ActionDeclaration, ActionType } from '../../declaration/action.js';
import { membersOf } from '../../declaration/declaration.js';
import { InvalidAction } from '../../error/action-errors.js';
import type { Problem } from '../../error/problem.js';
import { isApiName } from '../api-name.js';
import { isPermissionRule } from '../../permission/policy.js';
import type { RuleNode } from '../../permission/rule.js';
import { declaredActions } from '../declared-actions.js';
import { argumentOf } from '../passes/actions-of.js';
import { isScalarType } from '../../model/scalar.js';
import type { Draft, DraftManager } from '../draft.js';
import { leadsAlongRelations } from '../relation-path.js';

/** Actions have a name and a function, take and give what there is, and are allowed by rules that can decide about them. */
export function verifyActions(draft: Draft): readonly Problem[] {
  return draft.managers.flatMap((manager) => [
    ...declaredActions(manager).flatMap((action) => verify(draft, manager, action)),
    ...clashes(manager),
  ]);
}

/** What the interface brings cannot be called as what the class has, or as another one. */
function clashes({ name: manager, target, description: { actions = [] } }: DraftManager): readonly Problem[] {
  const own = membersOf('actions', target).map(({ name }) => name);
  const names = actions.map(({ name }) => name);
  const taken = names.filter((name, index) => own.includes(name) || names.indexOf(name) < index);
  return taken.map((action) =>
    InvalidAction.problem(`${manager}.actions.${action}`, {
      manager,
      action,
      reason: 'the class and its interface both have one of this name',
    }),
  );
}

function verify(draft: Draft, manager: DraftManager, action: ActionDeclaration): readonly Problem[] {
  const faults = [...faultsOfItself(action), ...faultsOfArguments(draft, manager, action), ...faultsOfPermission(action)];
  const lost = (action.needs ?? []).filter((path) => !leadsAlongRelations(draft, manager, path));
  return [...faults, ...lost.map((path): string => `"${path}" does not lead along relations to managers`)].map((reason) =>
    InvalidAction.problem(`${manager.name}.actions.${action.name}`, { manager: manager.name, action: action.name, reason }),
  );
}

function faultsOfItself({ name, perform, returns }: ActionDeclaration): readonly string[] {
  const type = typeof returns === 'string' ? returns : returns?.type;
  return [
    ...(typeof name === 'string' && isApiName(name) && typeof perform === 'function' ? [] : ['it needs a name and a function']),
    ...(type === undefined || isType(type) ? [] : ['its result is of no known type']),
  ];
}

function faultsOfArguments(draft: Draft, manager: DraftManager, action: ActionDeclaration): readonly string[] {
  const byTarget = new Map(draft.managers.map((each) => [each.target, each]));
  return Object.entries(action.arguments ?? {}).flatMap(([name, given]): readonly string[] => {
    if (!isApiName(name)) return [`"${name}" is no name of an argument`];
    if (!saysOneThing(given)) return [`"${name}" needs a type, or a field that it is like, or a manager that it is of: one of these`];
    return argumentOf(name, given, manager, byTarget) ? [] : [`"${name}" is like no field, or of no manager of the same interface`];
  });
}

function saysOneThing(given: ActionType | ActionArgument): boolean {
  if (typeof given === 'string') return isType(given);
  const said = [given.type, given.like, given.of].filter((each) => each !== undefined);
  return said.length === 1 && (given.type === undefined || isType(given.type));
}

function faultsOfPermission({ permission, scope }: ActionDeclaration): readonly string[] {
  if (permission === undefined) return scope === 'class' ? ['an action of the class as a whole needs a permission of its own'] : [];
  if (!isPermissionRule(permission)) return ['its permission is no rule'];
  const parts = [permission].flat().flatMap((part): readonly RuleNode[] => ('kind' in part ? [part] : Object.values(part)));
  return scope === 'class' && !parts.every(isAboutActor) ? ['there is no object that its permission could be about'] : [];
}

/** Whether a rule says something of the actor alone. */
function isAboutActor(rule: RuleNode): boolean {
  switch (rule.kind) {
    case 'everyone':
    case 'nobody':
    case 'authenticated':
    case 'role':
    case 'actor':
      return true;
    case 'not':
      return isAboutActor(rule.rule);
    case 'anyOf':
    case 'allOf':
      return rule.rules.every(isAboutActor);
    default:
      return false;
  }
}

const isType = (type: string): boolean => type !== 'custom' && isScalarType(type);
