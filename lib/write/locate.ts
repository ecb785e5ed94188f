import { isGeneralManagerError } from '../error/define-error.js';
import type { FieldModel } from '../model/field.js';
import { keyInput } from '../model/key.js';
import { enumNamed, targetOf } from '../model/lookup.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import { partsOf } from '../permission/composite.js';
import { allOfConditions, TRUE, type Condition } from '../plan/condition.js';
import { parseKey } from '../plan/parse-key.js';
import { INVALID, parseScalar } from '../plan/parse-value.js';
import { locatorText } from './gathered.js';
import type { DataPlace, InputContext } from './input-context.js';
import { isPlainObject } from '../model/plain-object.js';
import { isWritable } from './writable.js';
import { RELATION_WRITES, type InputPath } from './write-plan.js';

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

/** What an object is found by, it also gets when it is made: data at `place` that say something else are gathered. */
export function withLocated(context: InputContext, place: DataPlace, where: Condition, data: unknown): unknown {
  if (!isPlainObject(data)) return data;
  const { manager, path, implied } = place;
  const missing: [string, unknown][] = [];
  for (const [name, value] of locatedIn(context.model, where)) {
    const field = manager.fields.get(name);
    if (!field || name === implied || !isWritable(manager, field, 'create')) continue;
    if (data[name] === undefined) missing.push([name, value]);
    else if (contradicts(context.model, manager, field, [value, data[name]]))
      context.violations.add([...path, field.publicName], 'INVALID_VALUE', 'This differs from what the object is named by; leave it out.');
  }
  return { ...Object.fromEntries(missing), ...data };
}

/** Whether data say something else than what an object is named by; what cannot be a value at all is told where it is read. */
function contradicts(
  model: ApplicationModel,
  manager: ManagerModel,
  field: FieldModel,
  [named, given]: readonly [unknown, unknown],
): boolean {
  const textOf = (value: unknown): string | undefined => {
    const part = partOf(model, manager, field, value);
    return part && locatorText(part);
  };
  if (field.kind !== 'relation') return given === null || ![undefined, textOf(named)].includes(textOf(given));
  const [key, other] = [linkedTo(named), linkedTo(given)];
  try {
    return other === undefined || other === null || textOf(key) !== textOf(other);
  } catch (error) {
    // By what else an object is unique, it may be the one that is meant or not.
    if (!isGeneralManagerError(error)) throw error;
    return true;
  }
}

/** What a link is made to; undefined where that is made or changed as well. */
function linkedTo(given: unknown): unknown {
  if (!isPlainObject(given)) return given;
  const [kind, ...others] = Object.keys(given).filter((name) => given[name] !== undefined);
  if (kind === 'connect' && others.length === 0) return given['connect'];
  return (RELATION_WRITES as readonly string[]).includes(kind ?? '') ? undefined : given;
}

/** The key of the object to which a field of what is named so links. */
export function locatedLink(model: ApplicationModel, where: Condition, target: ManagerModel, name: string): readonly unknown[] | undefined {
  const [, link] = locatedIn(model, where).find(([each]) => each === name) ?? [];
  return link === undefined ? undefined : parseKey(model, target, linkedTo(link));
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
  if (!isPlainObject(given)) return undefined;
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
