import type { ManagerOptions, OperationOption } from '../../declaration/options.js';
import type { ActionModel } from '../../model/action.js';
import { capitalised } from '../../model/capitalised.js';
import type { LifecycleModel, MutationKind, OperationModel } from '../../model/model.js';
import { isClosed } from '../../permission/policy.js';
import type { PolicyOperation } from '../../permission/rule.js';

/** What the operations of a manager follow from. */
export interface OperationSubject {
  readonly name: string;
  readonly plural: string;
  readonly hasKey: boolean;
  readonly aggregate: boolean;
  /** What the interface can do and the policy does not keep from everybody. */
  readonly possible: readonly PolicyOperation[];
  readonly lifecycle: LifecycleModel;
  readonly actions: readonly OfferedAction[];
}

/** An action that somebody could use. */
export interface OfferedAction {
  readonly action: ActionModel;
  /** Name of its mutation; false for none. */
  readonly operation?: string | false | undefined;
}

/** The operations of a manager, as its options rename, leave or switch them off. */
export function operationsOf(subject: OperationSubject, { operations = {} }: ManagerOptions): readonly OperationModel[] {
  const { name, plural, hasKey, aggregate, lifecycle } = subject;
  const single = name.charAt(0).toLowerCase() + name.slice(1);
  const detail = operation('detail', single, `One ${name} by its key; null where it is missing or hidden.`, operations.detail);
  const list = operation('list', plural, `The ${name} objects that match a filter, a page at a time.`, operations.list);
  const whole = operation('aggregate', `${plural}Aggregate`, `Measures of the ${name} objects that match a filter.`, operations.aggregate);
  const groups = operation(
    'groups',
    `${plural}Groups`,
    `Measures of groups of the ${name} objects that match a filter.`,
    operations.groups,
  );
  const history = operation('history', `${single}History`, `The changes of one ${name}, newest first.`, operations.history);
  return [
    ...(hasKey ? [detail] : []),
    list,
    ...(aggregate ? [whole, groups] : []),
    ...(hasKey && lifecycle.history ? [history] : []),
    ...mutationsOf(subject, operations),
    ...subject.actions.map((each) => actionIn(name, each)),
  ];
}

/** The mutation of an action. */
function actionIn(manager: string, { action, operation }: OfferedAction): OperationModel {
  const { name, scope, description = scope === 'object' ? `Does "${name}" with a ${manager}.` : `Does "${name}".` } = action;
  const served = operation === false ? 'off' : 'generated';
  return { kind: 'action', name: operation || `${name}${manager}`, description, served, action: name };
}

/** How a mutation is called, what it does, and what of it has to be possible. */
interface Mutation {
  readonly kind: Exclude<MutationKind, 'action'>;
  readonly name: string;
  readonly description: string;
  readonly needs: readonly PolicyOperation[];
}

/** Mutations that nobody could ever use are not offered; what is left to a resolver of the team's own is the team's business. */
function mutationsOf(subject: OperationSubject, options: NonNullable<ManagerOptions['operations']>): readonly OperationModel[] {
  const isOffered = ({ kind, needs }: Mutation): boolean =>
    options[kind] === 'custom' || needs.every((each) => subject.possible.includes(each));
  return mutations(subject)
    .filter(isOffered)
    .map(({ kind, name, description }) => operation(kind, name, description, options[kind]));
}

function mutations({ name, plural, lifecycle }: OperationSubject): readonly Mutation[] {
  const many = capitalised(plural);
  return [
    { kind: 'create', name: `create${name}`, needs: ['create'], description: `Makes a ${name}.` },
    { kind: 'createMany', name: `create${many}`, needs: ['create'], description: `Makes many ${name} objects: all of them, or none.` },
    { kind: 'update', name: `update${name}`, needs: ['update'], description: `Changes a ${name}; what is left out stays as it is.` },
    {
      kind: 'updateMany',
      name: `update${many}`,
      needs: ['update'],
      description: `Changes the ${name} objects that match a filter: all of them, or none.`,
    },
    {
      kind: 'upsert',
      name: `upsert${name}`,
      needs: ['create', 'update'],
      description: `Changes a ${name} that is named, or makes one where there is none.`,
    },
    { kind: 'delete', name: `delete${name}`, needs: ['delete'], description: `Removes a ${name}, and gives it as it was.` },
    {
      kind: 'deleteMany',
      name: `delete${many}`,
      needs: ['delete'],
      description: `Removes the ${name} objects that match a filter: all of them, or none.`,
    },
    ...(isRestorable(lifecycle)
      ? [{ kind: 'restore' as const, name: `restore${name}`, needs: ['update' as const], description: `Brings a deleted ${name} back.` }]
      : []),
  ];
}

/** Whoever brings objects back has to see those that are deleted. */
const isRestorable = ({ softDeletion }: LifecycleModel): boolean => softDeletion !== undefined && !isClosed(softDeletion.read);

function operation(kind: OperationModel['kind'], name: string, description: string, option: OperationOption | undefined): OperationModel {
  if (option === false) return { kind, name, description, served: 'off' };
  if (option === 'custom') return { kind, name, description, served: 'custom' };
  return { kind, name: option?.name ?? name, description: option?.description ?? description, served: 'generated' };
}
