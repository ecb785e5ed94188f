import type { PermissionRule } from '../../declaration/options.js';
import type { KeyModel, KeyPart, ManagerModel } from '../../model/model.js';
import type { OperationPolicy, Policy } from '../../permission/policy.js';
import type { PolicyOperation, Rule } from '../../permission/rule.js';
import type { Draft, DraftManager } from '../draft.js';
import { plural } from '../plural.js';
import { operationsOf } from './operations-of.js';

/** Puts each manager together: key, policy, inheritance, operations. */
export function buildModels(draft: Draft): Draft {
  const byTarget = new Map(draft.managers.map((manager) => [manager.target, manager]));
  const managers = draft.managers.map((manager) => ({ ...manager, model: modelOf(manager, byTarget, draft.managers) }));
  return { ...draft, managers };
}

function modelOf(manager: DraftManager, byTarget: ReadonlyMap<object, DraftManager>, all: readonly DraftManager[]): ManagerModel {
  const { declaration, description, name } = manager;
  const options = declaration.manager ?? {};
  const key = keyOf(manager, byTarget);
  const text = options.description ?? description.description;
  const inheritance = inheritanceOf(manager, byTarget, all);
  const pluralName = options.plural ?? plural(name.charAt(0).toLowerCase() + name.slice(1));
  return {
    name,
    plural: pluralName,
    ...(text !== undefined && { description: text }),
    target: manager.target,
    adapter: manager.adapter,
    readOnly: description.readOnly,
    ...(key && { key }),
    fields: manager.fields,
    policy: policyOf(manager),
    operations: operationsOf(name, pluralName, options, key !== undefined),
    ...(inheritance && { inheritance }),
  };
}

/** A key with a part that leads to a class that is no manager cannot be written by a caller; then there is none. */
function keyOf({ description }: DraftManager, byTarget: ReadonlyMap<object, DraftManager>, depth = 0): KeyModel | undefined {
  if (!description.key || description.key.length === 0 || depth > 10) return undefined;
  const parts = description.key.map(({ field, target }): KeyPart | undefined => {
    if (!target) return { kind: 'value', field };
    const other = byTarget.get(target);
    const key = other && keyOf(other, byTarget, depth + 1);
    return key && { kind: 'relation', field, target: other.name, key };
  });
  const known = parts.filter((part) => part !== undefined);
  return known.length === parts.length ? { parts: known } : undefined;
}

function policyOf({ declaration }: DraftManager): Policy {
  const of = (operation: PolicyOperation): OperationPolicy => operationPolicy(declaration.permission?.[operation]);
  return { read: of('read'), create: of('create'), update: of('update'), delete: of('delete') };
}

function operationPolicy(rule: PermissionRule | undefined): OperationPolicy {
  // What is no rule is told by a verifier, together with everything else.
  if (typeof rule !== 'object' || rule === null) return { allow: [], deny: [], require: [] };
  const parts: { readonly allow?: Rule; readonly deny?: Rule; readonly require?: Rule } = 'kind' in rule ? { allow: rule } : rule;
  const list = (each: Rule | undefined): readonly Rule[] => (each ? [each] : []);
  return { allow: list(parts.allow), deny: list(parts.deny), require: list(parts.require) };
}

function inheritanceOf(
  manager: DraftManager,
  byTarget: ReadonlyMap<object, DraftManager>,
  all: readonly DraftManager[],
): ManagerModel['inheritance'] {
  const own = manager.description.inheritance;
  if (!own) return undefined;
  const root = byTarget.get(own.root)?.name ?? manager.name;
  const concrete = all.filter((other) => other.description.inheritance?.abstract === false && isA(other.target, manager.target));
  return { root, abstract: own.abstract, concrete: concrete.map(({ name }) => name) };
}

function isA(target: object, base: object): boolean {
  return target === base || Object.prototype.isPrototypeOf.call(base, target);
}
