import { GraphQLBoolean } from 'graphql';
import { InterfaceType, ObjectType } from 'type-graphql';
import { ruledFields, type CapabilitiesModel, type ManagerModel } from '../../../lib/plugin.js';
import { CapabilitiesClash } from '../errors.js';
import { declareField } from './declare-field.js';
import { declareNames, offeredActions } from './offered-actions.js';
import { isShown } from './embeddables.js';
import { namedClass, type Emission, type TypeClass } from './emission.js';
import type { TableType } from './field-table.js';
import { concreteName, typeName } from './type-names.js';

/** The property of the generated field; no class has one of this name. */
const PROPERTY = ':capabilities';

/** What is made for each manager: the answer about an object, and the parts of it about fields and about actions. */
type Part = 'Capabilities' | 'UpdatableFields' | 'PossibleActions';

/** Declares the field that tells what the actor may do with an object, unless hand-written code shows something under its name. */
export function declareCapabilities(emission: Emission, manager: ManagerModel, target: TypeClass, entry: TableType): void {
  const model = emission.capabilitiesOf(manager);
  if (!model?.onObjects || isWritten(emission, manager, model)) return;
  const { name, description } = model;
  const taken = [...manager.fields.values()].find((field) => field.publicName === name && isShown(emission, field));
  if (taken) {
    const path = `${manager.name}.operations.capabilities`;
    if (target === manager.target)
      emission.problems.push(CapabilitiesClash.problem(path, { name, other: `${manager.name}.${taken.name}` }));
    return;
  }
  const managers = [manager, ...emission.superManagers(manager)];
  const covers = (declaring: object): boolean => managers.some((each) => each.target === declaring);
  const guarded = emission.handwritten.guards({ target, property: PROPERTY, owner: manager.target, covers });
  const isOwn = target !== manager.target;
  declareField(target, {
    property: PROPERTY,
    name,
    description,
    type: partType(emission, manager, 'Capabilities', isOwn),
    nullable: false,
    guarded,
  });
  entry.capabilities = { name, property: PROPERTY, guarded };
}

function isWritten(emission: Emission, manager: ManagerModel, { name }: CapabilitiesModel): boolean {
  const { handwritten } = emission;
  const classes = emission.declaringClasses(manager);
  return handwritten.fieldOf(classes, PROPERTY, name) !== undefined || handwritten.resolverOf(classes, name) !== undefined;
}

/**
 * One part for a manager: an interface where it has sub-managers, as the type of the objects is; `isOwn` for the object type of rows of
 * exactly its own type.
 */
function partType(emission: Emission, manager: ManagerModel, part: Part, isOwn = false): TypeClass {
  const isInterface = !isOwn && emission.subManagers(manager).length > 0;
  const name = `${isOwn ? concreteName(emission, manager) : typeName(emission, manager)}${part}`;
  const above = [...(isOwn ? [manager] : []), ...emission.superManagers(manager).filter((each) => hasPart(emission, each, part))];
  return emission.type(
    name,
    isOwn ? `${manager.name} (its own rows)` : manager.name,
    () => namedClass(name),
    (target) => {
      const parents = above.map((each) => partType(emission, each, part));
      const options = { description: DESCRIPTIONS[part], ...(parents.length > 0 && { implements: parents as never }) };
      (isInterface ? InterfaceType : ObjectType)(name, options)(target);
      if (part === 'Capabilities') declareOperations(emission, manager, target, isOwn);
      else
        declareNames(
          target,
          part === 'UpdatableFields' ? ruledFields(manager).map((field) => field.publicName) : offeredActions(manager, 'object'),
        );
    },
  );
}

const DESCRIPTIONS: Readonly<Record<Part, string>> = Object.freeze({
  Capabilities: 'What the actor may do with an object. A hint for clients: each operation decides again.',
  UpdatableFields: 'Which of the fields with rules of their own the actor may update.',
  PossibleActions: 'Which of the actions the actor may do with the object.',
});

/** Fields are told only where some have rules, and actions where there are some; what a manager tells, those below it do as well. */
function hasPart(emission: Emission, manager: ManagerModel, part: Part): boolean {
  if (emission.capabilitiesOf(manager)?.onObjects !== true) return false;
  const tells = (each: ManagerModel): boolean =>
    (part === 'UpdatableFields' ? ruledFields(each) : offeredActions(each, 'object')).length > 0;
  return part === 'Capabilities' || [manager, ...emission.superManagers(manager)].some(tells);
}

function declareOperations(emission: Emission, manager: ManagerModel, target: TypeClass, isOwn: boolean): void {
  for (const property of ['update', 'delete']) declareField(target, { property, type: GraphQLBoolean, nullable: false });
  const groups = { fields: 'UpdatableFields', actions: 'PossibleActions' } as const;
  for (const [property, part] of Object.entries(groups)) {
    if (hasPart(emission, manager, part))
      declareField(target, { property, type: partType(emission, manager, part, isOwn), nullable: false });
  }
}
