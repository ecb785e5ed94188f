import { DuplicateManager, NameClash } from '../../error/errors.js';
import type { Problem } from '../../error/problem.js';
import { className } from '../class-name.js';
import type { FieldModel } from '../../model/field.js';
import { aggregateName, offersAggregate } from '../../model/aggregate-name.js';
import type { OperationModel } from '../../model/model.js';
import { isMutation, isQuery } from '../../model/operation.js';
import type { Draft, DraftManager } from '../draft.js';

/** No two managers, operations, or public field names of one manager may be called the same. */
export function verifyUniqueNames({ managers }: Draft): readonly Problem[] {
  // Of managers with one name the first stands for it.
  const byName = new Map(managers.toReversed().map((manager) => [manager.name, manager]));
  return [...managerNames(managers), ...operationNames(managers), ...managers.flatMap((manager) => fieldNames(manager, byName))];
}

function managerNames(managers: Draft['managers']): readonly Problem[] {
  return clashes(managers, ({ name }) => name).map(([manager, other]) =>
    DuplicateManager.problem(className(manager.target), { name: manager.name, other: className(other.target) }),
  );
}

function operationNames(managers: Draft['managers']): readonly Problem[] {
  const operations = managers.flatMap(({ name, model }) => (model?.operations ?? []).map((operation) => ({ ...operation, manager: name })));
  const served = operations.filter((operation) => operation.served !== 'off');
  // Queries and mutations are fields of different types.
  return [...clashes(served.filter(isQuery), nameOf), ...clashes(served.filter(isMutation), nameOf)].map(([operation, other]) =>
    NameClash.problem(`${operation.manager}.operations.${operation.kind}`, {
      name: operation.name,
      other: `${other.manager}.operations.${other.kind}`,
    }),
  );
}

const nameOf = ({ name }: OperationModel): string => name;

function fieldNames({ name, fields, computed }: DraftManager, managers: ReadonlyMap<string, DraftManager>): readonly Problem[] {
  const exposed = [...fields.values()].filter((field) => field.exposed);
  const members = [...(computed?.values() ?? [])].map(({ field }) => field).filter((field) => field.exposed);
  const all = [...exposed, ...aggregateNames(exposed, managers), ...members];
  return clashes(all, ({ publicName }) => publicName).map(([field, other]) =>
    NameClash.problem(`${name}.${field.name}`, { name: field.publicName, other: `${name}.${other.name}` }),
  );
}

/** The measures of related objects stand in the API beside the fields. */
function aggregateNames(
  fields: readonly FieldModel[],
  managers: ReadonlyMap<string, DraftManager>,
): readonly Pick<FieldModel, 'name' | 'publicName'>[] {
  return fields.flatMap((field) => {
    const target = field.kind === 'relation' ? managers.get(field.target)?.model : undefined;
    if (field.kind !== 'relation' || !target || !offersAggregate(field, target)) return [];
    return [{ name: field.name, publicName: aggregateName(field) }];
  });
}

/** Pairs of each later item with the first of the same name. */
function clashes<T>(items: readonly T[], nameOf: (item: T) => string): readonly (readonly [T, T])[] {
  const first = new Map<string, T>();
  return items.flatMap((item): readonly (readonly [T, T])[] => {
    const known = first.get(nameOf(item));
    if (known !== undefined) return [[item, known]];
    first.set(nameOf(item), item);
    return [];
  });
}
