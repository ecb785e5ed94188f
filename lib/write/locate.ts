import { isGeneralManagerError } from '../error/define-error.js';
import type { FieldModel } from '../model/field.js';
import { keyInput } from '../model/key.js';
import { enumNamed, targetOf } from '../model/lookup.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import { partsOf } from '../permission/composite.js';
import { allOfConditions, TRUE, type Condition } from '../plan/condition.js';
import { parseKey } from '../plan/parse-key.js';
import { INVALID, parseScalar } from '../plan/parse-value.js';
import { isRecord, type DataPlace, type InputContext } from './input-context.js';
import { isWritable } from './writable.js';
import type { InputPath } from './write-plan.js';

/**
 * The condition that exactly one object can meet: its key, or an object of the values of what is unique, such as `{ field: value }`; links
 * among them take keys. What is neither is gathered, and meets nothing.
 */
export function parseLocator(context: InputContext, manager: ManagerModel, given: unknown, path: InputPath): Condition {
  try {
    return uniqueIn(context.model, manager, given) ?? { kind: 'key', manager, keys: [parseKey(context.model, manager, given)] };
  } catch (error) {
    if (!isGeneralManagerError(error)) throw error;
    context.violations.add(path, 'INVALID_KEY', `This is no key of ${manager.name}, nor the value of a unique field.`);
    return { kind: 'false' };
  }
}

/** What an object is found by, it also gets when it is made. */
export function withLocated(context: InputContext, { manager, implied }: DataPlace, where: Condition, data: unknown): unknown {
  if (!isRecord(data)) return data;
  const isMissing = ([name]: readonly [string, unknown]): boolean => {
    const field = manager.fields.get(name);
    return data[name] === undefined && name !== implied && field !== undefined && isWritable(manager, field, 'create');
  };
  return { ...Object.fromEntries(locatedIn(context.model, where).filter(isMissing)), ...data };
}

function locatedIn(model: ApplicationModel, where: Condition): readonly (readonly [string, unknown])[] {
  switch (where.kind) {
    case 'and':
      return partsOf(where).flatMap((part) => locatedIn(model, part));
    case 'compare':
      return [[where.path.field.name, where.value]];
    case 'relation':
      return locatedKey(model, where.where).map((key) => [where.field.name, { connect: key }] as const);
    case 'key': {
      const parts = where.manager.key?.parts ?? [];
      const [key] = locatedKey(model, where);
      const values = parts.length === 1 ? { [parts[0]?.field ?? '']: key } : (key as Readonly<Record<string, unknown>>);
      return parts.map(({ kind, field }) => [field, kind === 'relation' ? { connect: values[field] } : values[field]] as const);
    }
    default:
      return [];
  }
}

const locatedKey = (model: ApplicationModel, where: Condition): readonly unknown[] =>
  where.kind === 'key' ? where.keys.map((key) => keyInput(model, where.manager, key)) : [];

function uniqueIn(model: ApplicationModel, manager: ManagerModel, given: unknown): Condition | undefined {
  if (!isRecord(given)) return undefined;
  const names = Object.keys(given).filter((name) => given[name] !== undefined);
  const unique = manager.uniques.find((each) => each.length === names.length && each.every((name) => names.includes(name)));
  const parts = unique?.map((name) => partOf(model, manager, manager.fields.get(name), given[name]));
  return parts?.every((part) => part !== undefined) ? allOfConditions(parts) : undefined;
}

/** That a field has a value; undefined for what cannot be one. */
function partOf(model: ApplicationModel, manager: ManagerModel, field: FieldModel | undefined, value: unknown): Condition | undefined {
  if (!field || field.kind === 'embedded' || value === null || value === undefined) return undefined;
  if (field.kind === 'relation') {
    const target = targetOf(model, field);
    const where: Condition = { kind: 'key', manager: target, keys: [parseKey(model, target, value)] };
    return { kind: 'relation', manager, field, target, quantifier: 'some', where, policy: TRUE };
  }
  const parsed = field.kind === 'scalar' ? parseScalar(field, value) : memberOf(model, field.enum, value);
  return parsed === INVALID
    ? undefined
    : { kind: 'compare', path: { manager, hops: [], embedded: [], field }, operator: 'eq', value: parsed };
}

const memberOf = (model: ApplicationModel, name: string, value: unknown): unknown =>
  enumNamed(model, name).members.some((member) => member.value === value) ? value : INVALID;
