import type { ManagerModel } from '../model/model.js';
import { partsOf } from '../permission/composite.js';
import type { Condition, ValuePath } from '../plan/condition.js';
import type { SelectionRequest } from '../plan/read-request.js';
import type { CreateWrite, ObjectWrite, RelatedWrite } from './write-plan.js';
import type { WriteControl } from './write-request.js';

/**
 * The write where a request is nothing but one new object that is linked to others at most, and has to be in no transaction; undefined for every
 * other one.
 */
export function aloneIn(writes: readonly ObjectWrite[], { session, isolation, idempotencyKey }: WriteControl): CreateWrite | undefined {
  const [write, ...others] = writes;
  const isBound = [session, isolation, idempotencyKey].some((each) => each !== undefined);
  return write?.kind === 'create' && others.length === 0 && !isBound && isPlain(write.manager) && isAlone(write) ? write : undefined;
}

const isPlain = ({ adapter, inheritance, lifecycle, rules }: ManagerModel): boolean =>
  adapter.compileCreate !== undefined && !inheritance && !lifecycle.history && rules.every(({ needs = [] }) => needs.length === 0);

/** Whether an object is linked to others that are there, by a key or one unique value each, and nothing else is written. */
const isAlone = ({ links }: CreateWrite): boolean =>
  links.every(({ field, writes }) => field.owner && field.cardinality === 'one' && writes.every(isNamedByOne));

/** What is named by several values together has no operands that each run could bring. */
const isNamedByOne = (write: RelatedWrite): boolean =>
  write.kind === 'connect' && (write.where.kind === 'key' || write.where.kind === 'compare');

/** Whether nothing but values of the new object is read. */
export const readsValues = ({ computed }: ManagerModel, select: SelectionRequest | undefined): boolean =>
  !select || (isOwn(select) && !select.fields.some((name) => computed.has(name)));

const isOwn = ({ relations, capabilities = [], instances, variants }: SelectionRequest): boolean =>
  relations.length === 0 && capabilities.length === 0 && !instances && !variants;

/** Whether a condition looks at objects of a manager that others lead to: a statement does not see there what it inserts itself. */
export function leadsTo(manager: ManagerModel, condition: Condition): boolean {
  const inner = (each: Condition | undefined): boolean => each !== undefined && leadsTo(manager, each);
  switch (condition.kind) {
    case 'and':
    case 'or':
    case 'not':
    case 'is':
      return partsOf(condition).some(inner);
    case 'relation':
      return isSame(manager, condition.target) || inner(condition.where) || inner(condition.policy) || inner(condition.guard);
    case 'compare':
      return pathLeadsTo(manager, condition.path);
    default:
      return false;
  }
}

function pathLeadsTo(manager: ManagerModel, { hops, guard, measure }: ValuePath): boolean {
  const inner = (each: Condition | undefined): boolean => each !== undefined && leadsTo(manager, each);
  return hops.some(({ target, policy }) => isSame(manager, target) || inner(policy)) || inner(guard) || measure !== undefined;
}

/** Classes of one hierarchy share a table. */
const isSame = (one: ManagerModel, other: ManagerModel): boolean =>
  one === other || (one.inheritance !== undefined && one.inheritance.root === other.inheritance?.root);

/** Whether nothing is read of an object. */
export const isNothing = ({ fields, relations, capabilities = [], instances = false }: SelectionRequest): boolean =>
  fields.length + relations.length + capabilities.length === 0 && !instances;
