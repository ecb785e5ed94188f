import type { RelationDeclaration } from '../../declaration/related.js';
import type { Problem } from '../../error/problem.js';
import { RelationFieldCount, RelationFieldUnknown, RelationTypes, RelationUnfilterable } from '../../error/relation-errors.js';
import type { RelationMatch, ValueField } from '../../model/field.js';
import { linkKind } from '../../model/link-kind.js';
import type { DraftManager } from '../draft.js';

/** A declared relation between two managers. */
export interface MatchSubject {
  /** What it is called in messages. */
  readonly relation: string;
  readonly path: string;
  readonly declaration: RelationDeclaration;
  readonly manager: DraftManager;
  readonly target: DraftManager;
}

/** Whether the fields of a relation fit. */
export const isMatch = (found: RelationMatch | readonly Problem[]): found is RelationMatch => 'local' in found;

/** The fields that link the two ends of a declared relation, or all that is wrong with them. */
export function matchOf(subject: MatchSubject): RelationMatch | readonly Problem[] {
  const { declaration, manager, target, relation, path } = subject;
  const isOne = declaration.cardinality === 'one';
  const other = isOne ? target : manager;
  const to = declaration.to ?? keyOf(other);
  const count = (reason: string): readonly Problem[] => [RelationFieldCount.problem(path, { relation, reason })];
  if (!to) return count(`${other.name} has no key of values`);
  if (to.length !== declaration.by.length || to.length === 0)
    return count(`${declaration.by.length} hold the link, ${to.length} are referred to`);
  if (isOne && !isUnique(other, to)) return count(`several ${other.name} objects may have the same ${to.join(' and ')}`);
  const [local, foreign] = isOne ? [declaration.by, to] : [to, declaration.by];
  const fields = [fieldsOf(manager, local), fieldsOf(target, foreign)] as const;
  const unknown = [
    ...fields[0].unknown.map((name) => `${manager.name}.${name}`),
    ...fields[1].unknown.map((name) => `${target.name}.${name}`),
  ];
  if (unknown.length > 0) return unknown.map((field) => RelationFieldUnknown.problem(path, { relation, field }));
  const problems = [...types(subject, fields), ...unfilterable(subject, fields[1].known)];
  if (problems.length > 0) return problems;
  return {
    local,
    foreign,
    filterable: fields[0].known.every((field) => isExact(field) && isFilterable(field, local.length)),
    partitioned: target.adapter.readsPartitions === true && fields[1].known.every(isExact),
  };
}

/** The fields of a key; undefined where a part of it is a related object. */
function keyOf({ description }: DraftManager): readonly string[] | undefined {
  const key = description.key ?? [];
  return key.length > 0 && key.every(({ target }) => target === undefined) ? key.map(({ field }) => field) : undefined;
}

/** What is referred to is one object: by its whole key, or by a field whose values are unique. */
function isUnique(manager: DraftManager, names: readonly string[]): boolean {
  const key = keyOf(manager) ?? [];
  if (key.length === names.length && key.every((name) => names.includes(name))) return true;
  return names.some((name) => {
    const field = manager.fields.get(name);
    // What is no field is another problem.
    return field === undefined || ((field.kind === 'scalar' || field.kind === 'enum') && field.unique);
  });
}

interface Named {
  readonly known: readonly ValueField[];
  readonly unknown: readonly string[];
}

function fieldsOf({ fields }: DraftManager, names: readonly string[]): Named {
  const found = names.map((name) => fields.get(name));
  const known = found.filter((field) => (field?.kind === 'scalar' || field?.kind === 'enum') && !field.list) as readonly ValueField[];
  return { known, unknown: names.filter((name) => !known.some((field) => field.name === name)) };
}

function types({ relation, path, manager, target }: MatchSubject, [local, foreign]: readonly [Named, Named]): readonly Problem[] {
  return local.known.flatMap((field, index) => {
    const other = foreign.known[index];
    if (other && canLink(field, other)) return [];
    const fields = [`${manager.name}.${field.name}`, `${target.name}.${other?.name ?? ''}`] as const;
    return [RelationTypes.problem(path, { relation, fields })];
  });
}

/** Values of one kind, or texts of the other's values. */
function canLink(one: ValueField, other: ValueField): boolean {
  const [left, right] = [linkKind(one), linkKind(other)];
  return left !== undefined && right !== undefined && (left === right || left === 'text' || right === 'text');
}

/** Objects are found by their key, or by values of fields. */
function unfilterable({ relation, path, target }: MatchSubject, foreign: readonly ValueField[]): readonly Problem[] {
  const key = keyOf(target) ?? [];
  if (key.length === foreign.length && key.every((name, index) => foreign[index]?.name === name)) return [];
  return foreign
    .filter((field) => !isFilterable(field, foreign.length))
    .map((field) => RelationUnfilterable.problem(path, { relation, field: `${target.name}.${field.name}` }));
}

/** Whether the source takes for the same what is. */
const isExact = (field: ValueField): boolean => field.kind === 'enum' || field.comparison === undefined;

/** One field is among values; of several, each equals one. */
const isFilterable = ({ operators }: ValueField, count: number): boolean => operators.includes(count === 1 ? 'in' : 'eq');
