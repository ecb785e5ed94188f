import { isDeepStrictEqual } from 'node:util';
import { unknownOption } from '../../declaration/option-names.js';
import type { PermissionOptions, PermissionRule } from '../../declaration/options.js';
import { permissionOf } from '../../declaration/permission-of.js';
import { DuplicateRule, InvalidRule, WriteRuleOnReadOnly } from '../../error/permission-errors.js';
import { RelationWriteRule } from '../../error/relation-errors.js';
import type { Problem } from '../../error/problem.js';
import { isPermissionRule } from '../../permission/policy.js';
import type { Draft, DraftManager } from '../draft.js';

const OPERATIONS: readonly string[] = ['read', 'create', 'update', 'delete'];
const FIELD_OPERATIONS: readonly string[] = ['read', 'create', 'update'];

/** Policies consist of rules, for operations that exist, and say nothing of writes where there are none. */
export function verifyPolicies({ managers }: Draft): readonly Problem[] {
  return managers.flatMap((manager) =>
    permissionOf(manager.target, manager.description.inheritance?.root).flatMap((options) => verify(manager, options)),
  );
}

function verify(manager: DraftManager, { fields = {}, ...operations }: PermissionOptions): readonly Problem[] {
  const path = `${manager.name}.permission`;
  return [
    ...rules(manager, operations, OPERATIONS, path),
    ...Object.entries(fields).flatMap(([name, field]) => [
      ...rules(manager, field ?? {}, FIELD_OPERATIONS, `${path}.fields.${name}`),
      ...writeRules(manager, name, field ?? {}, `${path}.fields.${name}`),
    ]),
  ];
}

function rules({ name, description }: DraftManager, given: object, known: readonly string[], path: string): readonly Problem[] {
  return Object.entries(given).flatMap(([operation, rule]: [string, unknown]): readonly Problem[] => {
    const at = `${path}.${operation}`;
    if (!known.includes(operation)) return [unknownOption(operation, known, at)];
    if (!isPermissionRule(rule)) return [InvalidRule.problem(at, { manager: name, operation })];
    if (hasDuplicates(rule)) return [DuplicateRule.problem(at, { manager: name, operation })];
    const misplaced = operation !== 'read' && !isOffered(description, operation) && !isNobody(rule);
    return misplaced ? [WriteRuleOnReadOnly.problem(at, { manager: name, operation })] : [];
  });
}

/** A relation that fields link is written by these; nobody writes what is computed. */
function writeRules({ name: manager, fields, computed }: DraftManager, name: string, given: object, path: string): readonly Problem[] {
  const field = fields.get(name);
  const operations = Object.keys(given).filter((operation) => operation === 'create' || operation === 'update');
  if (computed?.has(name))
    return operations.map((operation) => WriteRuleOnReadOnly.problem(`${path}.${operation}`, { manager, operation }));
  if (field?.kind !== 'relation' || !field.match) return [];
  return operations.map((operation) => RelationWriteRule.problem(`${path}.${operation}`, { relation: `${manager}.${name}`, operation }));
}

/** Whether the interface can carry out a write. */
const isOffered = ({ readOnly, writes, actions = [] }: DraftManager['description'], operation: string): boolean =>
  (!readOnly && (writes?.some((each) => each === operation) ?? true)) ||
  // Actions without rules of their own are decided about as updates.
  (operation === 'update' && actions.some(({ scope, permission }) => scope === 'object' && permission === undefined));

/** Whether a list says one rule twice; sets that are shared may repeat what others say. */
function hasDuplicates(rule: PermissionRule): boolean {
  const rules = [rule].flat();
  return rules.some((each, index) => rules.findIndex((other) => isDeepStrictEqual(other, each)) !== index);
}

const isNobody = (rule: object): boolean => 'kind' in rule && rule.kind === 'nobody';
