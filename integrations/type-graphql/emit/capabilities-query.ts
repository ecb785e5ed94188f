import { GraphQLBoolean } from 'graphql';
import { Ctx, ObjectType, Query } from 'type-graphql';
import type { ManagerCapabilities, ManagerModel } from '../../../lib/plugin.js';
import { CapabilitiesClash } from '../errors.js';
import type { ReadCapabilities } from '../resolve/capabilities.js';
import { declareField } from './declare-field.js';
import { namedClass, type Emission, type TypeClass } from './emission.js';

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
        else declareField(target, { property: manager.plural, type: accessType(emission), nullable: false });
        known.set(manager.plural, other ?? manager);
      }
    },
  );
}

function accessType(emission: Emission): TypeClass {
  const name = 'ManagerAccess';
  return emission.type(
    name,
    'the query capabilities',
    () => namedClass(name),
    (target) => {
      ObjectType(name, {
        description: 'Whether there can be an object of the manager that the actor may read, and one that it may create.',
      })(target);
      for (const property of ['read', 'create']) declareField(target, { property, type: GraphQLBoolean, nullable: false });
    },
  );
}
