import type { PermissionRule } from '../../declaration/options.js';
import { InvalidRule, WriteRuleOnReadOnly } from '../../error/errors.js';
import type { Problem } from '../../error/problem.js';
import { isRule } from '../../permission/rule.js';
import type { Draft, DraftManager } from '../draft.js';

const OPERATIONS: readonly string[] = ['read', 'create', 'update', 'delete'];
const PARTS: readonly string[] = ['allow', 'deny', 'require'];

/** Policies consist of rules, for operations that exist, and say nothing of writes where there are none. */
export function verifyPolicies({ managers }: Draft): readonly Problem[] {
  return managers.flatMap((manager) =>
    Object.entries(manager.declaration.permission ?? {}).flatMap(([operation, rule]) => verify(manager, operation, rule)),
  );
}

function verify({ name, description }: DraftManager, operation: string, rule: PermissionRule | undefined): readonly Problem[] {
  const path = `${name}.permission.${operation}`;
  if (!OPERATIONS.includes(operation) || !isPermissionRule(rule)) return [InvalidRule.problem(path, { manager: name, operation })];
  const misplaced = description.readOnly && operation !== 'read' && !isNobody(rule);
  return misplaced ? [WriteRuleOnReadOnly.problem(path, { manager: name, operation })] : [];
}

function isPermissionRule(rule: unknown): rule is PermissionRule {
  if (isRule(rule)) return true;
  if (typeof rule !== 'object' || rule === null || 'kind' in rule) return false;
  const entries = Object.entries(rule);
  return entries.length > 0 && entries.every(([part, value]) => PARTS.includes(part) && isRule(value));
}

const isNobody = (rule: PermissionRule): boolean => 'kind' in rule && rule.kind === 'nobody';
