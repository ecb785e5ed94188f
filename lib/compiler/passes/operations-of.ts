import type { ManagerOptions, OperationOption } from '../../declaration/options.js';
import type { OperationModel } from '../../model/model.js';

/** What the operations of a manager follow from. */
export interface OperationSubject {
  readonly name: string;
  readonly plural: string;
  readonly hasKey: boolean;
  readonly aggregate: boolean;
}

/** The operations of a manager, as its options rename, leave or switch them off. */
export function operationsOf(subject: OperationSubject, { operations = {} }: ManagerOptions): readonly OperationModel[] {
  const { name, plural, hasKey, aggregate } = subject;
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
  return [...(hasKey ? [detail] : []), list, ...(aggregate ? [whole, groups] : [])];
}

function operation(kind: OperationModel['kind'], name: string, description: string, option: OperationOption | undefined): OperationModel {
  if (option === false) return { kind, name, description, served: 'off' };
  if (option === 'custom') return { kind, name, description, served: 'custom' };
  return { kind, name: option?.name ?? name, description: option?.description ?? description, served: 'generated' };
}
