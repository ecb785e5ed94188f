import type { ManagerModel } from '../model/model.js';
import { partsOf } from '../permission/composite.js';
import { TRUE, type Condition, type ValuePath } from '../plan/condition.js';
import type { SelectionRequest } from '../plan/read-request.js';
import type { WriteTask } from './attempt.js';
import type { CreateWrite } from './write-plan.js';
import type { WriteControl } from './write-request.js';

/**
 * What has to be true of the new object of a write that is nothing but one new object, so that its source can make it, decide about it and read it
 * at once; undefined for every other write.
 */
export function atOnce(task: WriteTask, control: WriteControl): Condition | undefined {
  const { request, parsed, access } = task;
  const [write, ...others] = parsed.kind === 'objects' ? parsed.writes : [];
  if (write?.kind !== 'create' || others.length > 0 || isBound(task, control)) return undefined;
  const { manager } = write;
  if (!isPlain(manager) || !isAlone(write) || !readsValues(request.select)) return undefined;
  const named = new Set([...write.values.map(({ field }) => field.name), ...write.links.map(({ field }) => field.name)]);
  const inquiry = access.inquiry(manager, 'create');
  const allowed = inquiry ? inquiry.allowedAfter(named) : TRUE;
  // A statement does not see what it inserts itself but as what it returns.
  const isSeen = allowed && !leadsTo(manager, allowed) && !leadsTo(manager, access.visible(manager));
  return isSeen ? allowed : undefined;
}

/** Whether the write is part of something that has to be in a transaction. */
const isBound = ({ repeatable }: WriteTask, { session, isolation }: WriteControl): boolean =>
  [repeatable, session, isolation].some((each) => each !== undefined);

const isPlain = ({ adapter, lifecycle, rules }: ManagerModel): boolean =>
  adapter.insertsAtOnce === true && !lifecycle.history && rules.every(({ needs = [] }) => needs.length === 0);

/** Whether an object is linked to others that are there, and nothing else is written. */
const isAlone = ({ links }: CreateWrite): boolean =>
  links.every(({ field, writes }) => field.owner && field.cardinality === 'one' && writes.every(({ kind }) => kind === 'connect'));

const readsValues = (select: SelectionRequest | undefined): boolean =>
  !select || (select.relations.length === 0 && (select.capabilities ?? []).length === 0 && !select.instances && !select.variants);

/** Whether a condition looks at objects of a manager that others lead to. */
function leadsTo(manager: ManagerModel, condition: Condition): boolean {
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
