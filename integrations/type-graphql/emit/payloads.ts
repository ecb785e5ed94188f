import { GraphQLInt } from 'graphql';
import { capitalised, type ActionModel, type ManagerModel } from '../../../lib/plugin.js';
import { GeneratedType } from '../generated/generated-type.js';
import { declareField } from './declare-field.js';
import type { Emission } from './emission.js';
import { typeName } from './type-names.js';
import { valueType } from './value-types.js';

/** The field of a payload that has the object of a manager. */
export const objectField = ({ name }: ManagerModel): string => name.charAt(0).toLowerCase() + name.slice(1);

/** What a mutation of one object gives. */
export const onePayload = (emission: Emission, manager: ManagerModel): GeneratedType => emission.once(makePayload, manager);

function makePayload(emission: Emission, manager: ManagerModel): GeneratedType {
  const type = typeName(emission, manager);
  return payload(emission, `${type}Payload`, manager.name, `What became of a ${type}.`, (target) =>
    declareObject(emission, target, manager),
  );
}

function declareObject(emission: Emission, target: GeneratedType, manager: ManagerModel): void {
  const description = 'The object as it is now, or as it was before it was removed; null where the actor may not see it.';
  declareField(target, { property: objectField(manager), description, type: emission.managerType(manager), nullable: true });
}

/** What the mutation of an action gives: its object, its result, or both. */
export function actionPayload(emission: Emission, manager: ManagerModel, { name, scope, returns }: ActionModel): GeneratedType {
  if (!returns) return onePayload(emission, manager);
  const type = typeName(emission, manager);
  return payload(emission, `${type}${capitalised(name)}Payload`, manager.name, `What "${name}" gives.`, (target) => {
    if (scope === 'object') declareObject(emission, target, manager);
    const list = returns.list && { list: { items: false } };
    declareField(target, {
      property: 'result',
      description: `What "${name}" gives.`,
      type: valueType(emission, returns),
      nullable: returns.nullable,
      ...list,
    });
  });
}

/** What a mutation that makes many objects gives. */
export function manyPayload(emission: Emission, manager: ManagerModel): GeneratedType {
  const type = typeName(emission, manager);
  const { plural } = manager;
  const name = `${type}ListPayload`;
  return payload(emission, name, manager.name, `The ${type} objects that were made.`, (target) => {
    declareField(target, { property: 'count', description: 'How many were made.', type: GraphQLInt, nullable: false });
    const description = 'The objects in the order of the input; null where the actor may not see them.';
    declareField(target, { property: plural, description, type: emission.managerType(manager), nullable: false, list: { items: true } });
  });
}

/** What a mutation of everything that a filter finds gives. */
export function batchPayload(emission: Emission): GeneratedType {
  return payload(emission, 'BatchPayload', 'every mutation of many objects', 'How many objects a mutation was about.', (target) => {
    const description = 'How many were changed or removed, or with `dryRun` would be.';
    declareField(target, { property: 'count', description, type: GraphQLInt, nullable: false });
    const refused = 'With `dryRun`: how many of them the actor may not change, so that the mutation as a whole would be refused.';
    declareField(target, { property: 'refused', description: refused, type: GraphQLInt, nullable: true });
  });
}

function payload(
  emission: Emission,
  name: string,
  owner: string,
  description: string,
  declare: (target: GeneratedType) => void,
): GeneratedType {
  return emission.type(name, owner, () => new GeneratedType({ kind: 'output', name, description }), declare);
}
