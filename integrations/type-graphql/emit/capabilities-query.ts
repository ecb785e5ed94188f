import { Ctx, ObjectType, Query } from 'type-graphql';
import type { ManagerCapabilities, ManagerModel } from '../../../lib/plugin.js';
import { CapabilitiesClash } from '../errors.js';
import type { ReadCapabilities } from '../resolve/capabilities.js';
import { declareField } from './declare-field.js';
import { namedClass, type Emission, type TypeClass } from './emission.js';
import { declareNames, offeredActions } from './offered-actions.js';
import { typeName } from './type-names.js';

const NAME = 'capabilities';

/** Declares the query that tells of each manager what the actor may do with it, unless a hand-written query has its name. */
export function declareCapabilitiesQuery(emission: Emission, { prototype }: TypeClass, read: ReadCapabilities): void {
  const managers = [...emission.model.managers.values()].filter((manager) => emission.capabilitiesOf(manager));
  if (managers.length === 0 || emission.handwritten.queries.has(NAME)) return;
  const value = (context: unknown): object =>
    Object.fromEntries(managers.map((manager) => [manager.plural, (): ManagerCapabilities => read(manager, context)]));
  const property: PropertyDescriptor = { value, configurable: true };
  Object.defineProperty(prototype, NAME, property);
  (Ctx() as (prototype: object, method: string, index: number) => void)(prototype, NAME, 0);
  const type = capabilitiesType(emission, managers);
  Query(() => type as never, { name: NAME, description: 'What the actor may do with the managers at all.' })(prototype, NAME, property);
}

function capabilitiesType(emission: Emission, managers: readonly ManagerModel[]): TypeClass {
  const name = 'Capabilities';
  return emission.type(
    name,
    'the query capabilities',
    () => namedClass(name),
    (target) => {
      ObjectType(name, { description: 'What the actor may do with the managers at all.' })(target);
      const known = new Map<string, ManagerModel>();
      for (const manager of managers) {
        const other = known.get(manager.plural);
        if (other) emission.problems.push(CapabilitiesClash.problem(`${manager.name}.plural`, { name: manager.plural, other: other.name }));
        else declareField(target, { property: manager.plural, type: accessType(emission, manager), nullable: false });
        known.set(manager.plural, other ?? manager);
      }
    },
  );
}

/** One type for all managers, but for those that have actions of the class as a whole. */
function accessType(emission: Emission, manager: ManagerModel): TypeClass {
  const actions = offeredActions(manager, 'class');
  const name = actions.length > 0 ? `${typeName(emission, manager)}Access` : 'ManagerAccess';
  return emission.type(
    name,
    actions.length > 0 ? manager.name : 'the query capabilities',
    () => namedClass(name),
    (target) => {
      ObjectType(name, {
        description: 'Whether there can be an object of the manager that the actor may read, and one that it may create.',
      })(target);
      declareNames(target, ['read', 'create']);
      if (actions.length > 0) declareField(target, { property: 'actions', type: actionsType(emission, manager, actions), nullable: false });
    },
  );
}

function actionsType(emission: Emission, manager: ManagerModel, actions: readonly string[]): TypeClass {
  const name = `${typeName(emission, manager)}ClassActions`;
  return emission.type(
    name,
    manager.name,
    () => namedClass(name),
    (target) => {
      ObjectType(name, { description: 'Which of the actions of the class as a whole the actor may do.' })(target);
      declareNames(target, actions);
    },
  );
}
