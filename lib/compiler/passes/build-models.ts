import { membersOf } from '../../declaration/declaration.js';
import type { ValueField } from '../../model/field.js';
import type { KeyModel, KeyPart, ManagerModel } from '../../model/model.js';
import { isOpen, type Policy } from '../../permission/policy.js';
import type { Draft, DraftManager } from '../draft.js';
import { plural } from '../plural.js';
import { actionsOf } from './actions-of.js';
import { capabilitiesOf } from './capabilities-of.js';
import { operationsOf } from './operations-of.js';
import { policyIn } from './policy-in.js';
import { offeredActions } from './offered-actions.js';
import { possibleOperations } from './possible-operations.js';
import { uniquesOf } from './uniques-of.js';

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
  const policy = policyOfManager(manager);
  const capabilities = capabilitiesOf(manager, byTarget);
  const concrete = concreteOf(manager, all).map(policyOfManager);
  const hasKey = key !== undefined;
  const possible = possibleOperations({ manager, hasKey, policy, concrete });
  const { aggregate = false, total = true, lifecycle = { history: false } } = description;
  const actions = actionsOf(manager, byTarget);
  const cache = options.cache ?? description.cache;
  const offered = offeredActions({ manager, hasKey, policy, concrete }, actions);
  const pluralName = options.plural ?? plural(name.charAt(0).toLowerCase() + name.slice(1));
  return {
    name,
    plural: pluralName,
    ...(text !== undefined && { description: text }),
    target: manager.target,
    adapter: manager.adapter,
    readOnly: description.readOnly,
    ...(description.writes && { writes: description.writes }),
    aggregate,
    total,
    ...(key && { key }),
    uniques: uniquesOf(manager, key, (target) => all.some((each) => each.name === target && keyOf(each, byTarget) !== undefined)),
    fields: guarded(manager.fields, [policy, ...concrete]),
    computed: guardedMembers(manager, [policy, ...concrete]),
    policy,
    rules: membersOf('rules', manager.target),
    actions,
    lifecycle,
    ...(cache !== undefined && { cache }),
    possible,
    operations: operationsOf({ name, plural: pluralName, hasKey, aggregate, possible, lifecycle, actions: offered }, options),
    ...(inheritance && { inheritance }),
    ...(capabilities && { capabilities }),
  };
}

const policyOfManager = ({ target, description }: DraftManager): Policy => policyIn(target, description.inheritance?.root);

/** A field that somebody may not read, on any type that a row can have, is null for them. */
function guarded(fields: DraftManager['fields'], policies: readonly Policy[]): DraftManager['fields'] {
  const rules = policies.flatMap(({ fields: rulesOf }) => Object.entries(rulesOf));
  const hidden = new Set(rules.flatMap(([name, { read }]) => (read !== undefined && !isOpen(read) ? [name] : [])));
  if (hidden.size === 0) return fields;
  return new Map([...fields].map(([name, field]) => [name, hidden.has(name) ? { ...field, nullable: true } : field]));
}

/** What is computed is guarded as fields are. */
function guardedMembers({ computed = new Map() }: DraftManager, policies: readonly Policy[]): ManagerModel['computed'] {
  const fields = guarded(new Map([...computed].map(([name, { field }]) => [name, field])), policies);
  return new Map([...computed].map(([name, member]) => [name, { ...member, field: (fields.get(name) ?? member.field) as ValueField }]));
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

function inheritanceOf(
  manager: DraftManager,
  byTarget: ReadonlyMap<object, DraftManager>,
  all: readonly DraftManager[],
): ManagerModel['inheritance'] {
  const own = manager.description.inheritance;
  if (!own) return undefined;
  const root = byTarget.get(own.root)?.name ?? manager.name;
  const { abstract, discriminator } = own;
  return { root, abstract, concrete: concreteOf(manager, all).map(({ name }) => name), ...(discriminator && { discriminator }) };
}

/** The managers of the concrete types that a row can have; none outside of a hierarchy. */
function concreteOf(manager: DraftManager, all: readonly DraftManager[]): readonly DraftManager[] {
  if (!manager.description.inheritance) return [];
  return all.filter((other) => other.description.inheritance?.abstract === false && isA(other.target, manager.target));
}

function isA(target: object, base: object): boolean {
  return target === base || Object.prototype.isPrototypeOf.call(base, target);
}
