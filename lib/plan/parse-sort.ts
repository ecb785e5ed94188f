import { InvalidSort, TooDeep, UnknownReference } from '../error/errors.js';
import { ForbiddenField } from '../error/permission-errors.js';
import type { FieldModel, RelationField } from '../model/field.js';
import { keyColumns } from '../model/key.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import type { Condition, ValuePath } from './condition.js';
import { linkAccess } from './link.js';
import type { PlanContext } from './plan-context.js';
import type { OrderTerm } from './read-plan.js';
import { embeddedField, exposedField } from './resolve-field.js';

const DIRECTION = /^(asc|desc)( nulls (first|last))?$/;

/**
 * Makes the order of a list of a sort as a caller writes it, completed by the key, so that it is total.
 *
 * One key or a list of keys: `'name'`, `'-name'`, `'-album.title'`, `{ name: 'desc nulls last' }`, `{ album: { title: 'asc' } }`.
 * Nulls come last in ascending and first in descending order unless said otherwise.
 *
 * @throws GM_READ_INVALID_SORT, GM_READ_UNKNOWN_FIELD, GM_LIMIT_DEPTH
 */
export function parseSort(context: PlanContext, manager: ManagerModel, sort: unknown): readonly OrderTerm[] {
  const keys: readonly unknown[] = sort === undefined || sort === null ? [] : Array.isArray(sort) ? sort : [sort];
  if (keys.length > context.limits.maxDepth) throw TooDeep.create({ max: context.limits.maxDepth });
  const terms = keys.map((key) => (typeof key === 'string' ? fromText(context, manager, key) : fromObject(context, manager, key)));
  return [...terms, ...tieBreakers(context.model, manager, terms)];
}

function fromText(context: PlanContext, manager: ManagerModel, key: string): OrderTerm {
  const descending = key.startsWith('-');
  const names = (descending ? key.slice(1) : key).split('.');
  return { path: resolve(context, manager, names), ...placed(descending ? 'desc' : 'asc', undefined) };
}

function fromObject(context: PlanContext, manager: ManagerModel, key: unknown): OrderTerm {
  const names: string[] = [];
  let value: unknown = key;
  while (typeof value === 'object' && value !== null && names.length <= context.limits.maxDepth) {
    const entries = Object.entries(value).filter(([, each]) => each !== undefined);
    const [entry] = entries;
    if (!entry || entries.length > 1) throw InvalidSort.create({ manager: manager.name });
    names.push(entry[0]);
    value = entry[1];
  }
  const match = typeof value === 'string' ? DIRECTION.exec(value.toLowerCase()) : null;
  if (!match || names.length === 0) throw InvalidSort.create({ manager: manager.name });
  return { path: resolve(context, manager, names), ...placed(match[1] as 'asc' | 'desc', match[3] as 'first' | 'last' | undefined) };
}

function placed(direction: 'asc' | 'desc', nulls: 'first' | 'last' | undefined): Pick<OrderTerm, 'direction' | 'nulls'> {
  return { direction, nulls: nulls ?? (direction === 'asc' ? 'last' : 'first') };
}

/** How far a sort has come on its way to a value. */
interface Walk {
  readonly path: Omit<ValuePath, 'field'>;
  readonly holder: ManagerModel;
  readonly field?: Exclude<FieldModel, RelationField>;
}

/** Walks along to-one relations and embedded objects to a sortable value. */
function resolve(context: PlanContext, manager: ManagerModel, names: readonly string[]): ValuePath {
  if (names.length > context.limits.maxDepth) throw TooDeep.create({ max: context.limits.maxDepth });
  const start: Walk = { path: { manager, hops: [], embedded: [] }, holder: manager };
  const { path, field } = names.reduce((walk, name) => step(context, walk, name), start);
  if (isSortable(field)) return { ...path, field };
  throw UnknownReference.create({ manager: manager.name, field: names.join('.') });
}

function step(context: PlanContext, { path, holder, field: outer }: Walk, name: string): Walk {
  if (outer?.kind === 'embedded') {
    if (!outer.queryable || outer.list) throw UnknownReference.create({ manager: holder.name, field: name });
    return { path: { ...path, embedded: [...path.embedded, outer.name] }, holder, field: embeddedField(context.model, outer, name) };
  }
  const field = exposedField(holder, name);
  const guard = guardOf(context, holder, field);
  if (field.kind !== 'relation') return { path: guard ? { ...path, guard } : path, holder, field };
  if (field.cardinality === 'many' || !field.queryable) throw UnknownReference.create({ manager: holder.name, field: name });
  const { target, policy } = linkAccess(context, holder, field);
  return { path: { ...path, hops: [...path.hops, { field, target, policy, ...(guard && { guard }) }] }, holder: target };
}

/** What nobody like the caller may see cannot be sorted by. */
function guardOf(context: PlanContext, manager: ManagerModel, field: FieldModel): Condition | undefined {
  const guard = context.guardOf(manager, field);
  if (guard?.kind === 'false') throw ForbiddenField.create({ manager: manager.name, field: field.publicName });
  return guard;
}

function isSortable(field: FieldModel | undefined): field is ValuePath['field'] {
  return (field?.kind === 'scalar' || field?.kind === 'enum') && field.sortable;
}

/** The parts of the key that the order does not have yet. */
function tieBreakers(model: ApplicationModel, manager: ManagerModel, terms: readonly OrderTerm[]): readonly OrderTerm[] {
  const used = new Set(terms.filter(({ path }) => isOwn(path)).map(({ path }) => path.field));
  return keyColumns(model, manager).flatMap(({ field }, keyColumn) => {
    if (used.has(field)) return [];
    return [{ path: { manager, hops: [], embedded: [], field, keyColumn }, direction: 'asc' as const, nulls: 'last' as const }];
  });
}

const isOwn = (path: ValuePath): boolean => path.hops.length === 0 && path.embedded.length === 0;
