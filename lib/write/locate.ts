import { isGeneralManagerError } from '../error/define-error.js';
import type { ValueField } from '../model/field.js';
import type { ManagerModel } from '../model/model.js';
import type { Condition } from '../plan/condition.js';
import { parseKey } from '../plan/parse-key.js';
import { INVALID, parseScalar } from '../plan/parse-value.js';
import { isRecord, type InputContext } from './input-context.js';
import type { InputPath } from './write-plan.js';

/**
 * The condition that exactly one object can meet: its key, or `{ field: value }` of a unique field. What is neither is gathered, and meets
 * nothing.
 */
export function parseLocator(context: InputContext, manager: ManagerModel, given: unknown, path: InputPath): Condition {
  const unique = uniqueIn(manager, given);
  if (unique) return unique;
  try {
    return { kind: 'key', manager, keys: [parseKey(context.model, manager, given)] };
  } catch (error) {
    if (!isGeneralManagerError(error)) throw error;
    context.violations.add(path, 'INVALID_KEY', `This is no key of ${manager.name}, nor the value of a unique field.`);
    return { kind: 'false' };
  }
}

function uniqueIn(manager: ManagerModel, given: unknown): Condition | undefined {
  const entries = isRecord(given) ? Object.entries(given).filter(([, value]) => value !== undefined) : [];
  const [entry] = entries;
  const field = entry && manager.fields.get(entry[0]);
  if (entries.length !== 1 || !entry || !isUnique(field)) return undefined;
  const value = field.kind === 'scalar' ? parseScalar(field, entry[1]) : entry[1];
  if (value === INVALID || value === null) return undefined;
  return { kind: 'compare', path: { manager, hops: [], embedded: [], field }, operator: 'eq', value };
}

function isUnique(field: object | undefined): field is ValueField {
  return (
    field !== undefined &&
    'unique' in field &&
    field.unique === true &&
    'exposed' in field &&
    field.exposed === true &&
    'primary' in field &&
    field.primary === false
  );
}
