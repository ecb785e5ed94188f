import type { FieldModel, RelationField, ValueField } from '../model/field.js';
import { embeddableNamed, managerNamed, targetOf } from '../model/lookup.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import { TRUE, type Comparison, type Condition, type ValuePath } from '../plan/condition.js';
import { decodeValue, encodeValue } from './value-codec.js';

/** A condition on objects' own fields as plain JSON, by names. @throws TypeError for what objects do not decide by themselves */
export function encodeCondition(condition: Condition): unknown {
  switch (condition.kind) {
    case 'true':
    case 'false':
    case 'unknown':
      return condition.kind;
    case 'and':
      return ['and', ...condition.all.map(encodeCondition)];
    case 'or':
      return ['or', ...condition.any.map(encodeCondition)];
    case 'not':
      return ['not', encodeCondition(condition.of)];
    case 'is':
      return ['is', condition.truth, encodeCondition(condition.of)];
    case 'key':
      return ['key', condition.manager.name, condition.keys.map((key) => key.map(encodeValue))];
    case 'compare':
      return encodeComparison(condition);
    default:
      throw new TypeError(`a condition of the kind ${condition.kind} is not decided by objects themselves`);
  }
}

function encodeComparison({ path, operator, value, milliseconds }: Comparison): unknown {
  const { manager, hops, embedded, field, json } = path;
  const names = [...hops.map((hop) => hop.field.name), ...embedded, field.name];
  const details = { ...(json && { json }), ...(milliseconds && { milliseconds }) };
  return ['compare', manager.name, names, operator, encodeValue(value), details];
}

/** The condition again. @throws for what no longer fits the model */
export function decodeCondition(model: ApplicationModel, encoded: unknown): Condition {
  if (encoded === 'true' || encoded === 'false' || encoded === 'unknown') return { kind: encoded };
  const [kind, ...rest] = listOf(encoded);
  switch (kind) {
    case 'and':
      return { kind, all: rest.map((each) => decodeCondition(model, each)) };
    case 'or':
      return { kind, any: rest.map((each) => decodeCondition(model, each)) };
    case 'not':
      return { kind, of: decodeCondition(model, rest[0]) };
    case 'is':
      return { kind, truth: rest[0] === true, of: decodeCondition(model, rest[1]) };
    case 'key':
      return { kind, manager: managerNamed(model, String(rest[0])), keys: listOf(rest[1]).map((key) => listOf(key).map(decodeValue)) };
    case 'compare':
      return decodeComparison(model, rest);
    default:
      throw misfit();
  }
}

function decodeComparison(model: ApplicationModel, [name, names, operator, value, details]: readonly unknown[]): Comparison {
  const manager = managerNamed(model, String(name));
  const path = pathAt(model, manager, listOf(names).map(String));
  const known = path.field.operators.find((each) => each === operator);
  if (!known) throw misfit();
  const { json, milliseconds } = details as { readonly json?: readonly string[]; readonly milliseconds?: true };
  const located = json ? { ...path, json } : path;
  return { kind: 'compare', path: located, operator: known, value: decodeValue(value), ...(milliseconds && { milliseconds }) };
}

/** A path of names: along one relation at most, or into embedded objects. */
function pathAt(model: ApplicationModel, manager: ManagerModel, names: readonly string[]): ValuePath {
  const [first = '', ...rest] = names;
  const field = manager.fields.get(first);
  if (field?.kind === 'relation') return linkPath(model, manager, field, rest);
  const embedded: string[] = [];
  let at: FieldModel | undefined = field;
  for (const name of rest) {
    if (at?.kind !== 'embedded') throw misfit();
    embedded.push(at.name);
    at = embeddableNamed(model, at.embeddable).fields.find((each) => each.name === name);
  }
  return { manager, hops: [], embedded, field: valueOf(at) };
}

function linkPath(model: ApplicationModel, manager: ManagerModel, field: RelationField, rest: readonly string[]): ValuePath {
  const target = targetOf(model, field);
  if (!field.owner || field.cardinality !== 'one' || rest.length !== 1) throw misfit();
  return { manager, hops: [{ field, target, policy: TRUE }], embedded: [], field: valueOf(target.fields.get(rest[0] ?? '')) };
}

function valueOf(field: FieldModel | undefined): ValueField {
  if (field?.kind !== 'scalar' && field?.kind !== 'enum') throw misfit();
  return field;
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw misfit();
  return value;
}

const misfit = (): TypeError => new TypeError('the condition does not fit the model');
