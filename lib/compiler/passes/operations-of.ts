import type { ManagerOptions, OperationOption } from '../../declaration/options.js';
import type { OperationModel } from '../../model/model.js';

/** The operations of a manager, as its options rename, leave or switch them off. */
export function operationsOf(name: string, plural: string, options: ManagerOptions, hasKey: boolean): readonly OperationModel[] {
  const single = name.charAt(0).toLowerCase() + name.slice(1);
  const list = operation('list', plural, `The ${name} objects that match a filter, a page at a time.`, options.operations?.list);
  if (!hasKey) return [list];
  return [operation('detail', single, `One ${name} by its key; null where it is missing or hidden.`, options.operations?.detail), list];
}

function operation(kind: OperationModel['kind'], name: string, description: string, option: OperationOption | undefined): OperationModel {
  if (option === false) return { kind, name, description, served: 'off' };
  if (option === 'custom') return { kind, name, description, served: 'custom' };
  return { kind, name: option?.name ?? name, description: option?.description ?? description, served: 'generated' };
}
