import { ruledFields, type CapabilitiesModel, type ManagerModel } from '../../../lib/plugin.js';
import { CapabilitiesClash } from '../errors.js';
import { GeneratedType } from '../generated/generated-type.js';
import { declareMember } from './declare-field.js';
import { declareNames, offeredActions } from './offered-actions.js';
import { isShown } from './embeddables.js';
import { namedClass, type Emission, type ManagerType, type TypeClass } from './emission.js';
import type { TableType } from './field-table.js';
import { concreteName, typeName } from './type-names.js';

/** The property of the generated field; no class has one of this name. */
const PROPERTY = ':capabilities';

/** What is made for each manager: the answer about an object, and the parts of it about fields and about actions. */
type Part = 'Capabilities' | 'UpdatableFields' | 'PossibleActions';

/** Declares the field that tells what the actor may do with an object, unless hand-written code shows something under its name. */
export function declareCapabilities(emission: Emission, manager: ManagerModel, target: ManagerType, entry: TableType): void {
  const model = emission.capabilitiesOf(manager);
  if (!model?.onObjects || isWritten(emission, manager, model)) return;
  const { name, description } = model;
  const taken = [...manager.fields.values()].find((field) => field.publicName === name && isShown(emission, field));
  if (taken) {
    const path = `${manager.name}.operations.capabilities`;
    if (target instanceof GeneratedType || target === manager.target)
      emission.problems.push(CapabilitiesClash.problem(path, { name, other: `${manager.name}.${taken.name}` }));
    return;
  }
  const managers = [manager, ...emission.superManagers(manager)];
  const covers = (declaring: object): boolean => managers.some((each) => each.target === declaring);
  const guarded = emission.handwritten.guards({ target, property: PROPERTY, owner: manager.target, covers });
  const isOwn = !(target instanceof GeneratedType) && target !== manager.target;
  declareMember(emission, target, {
    property: PROPERTY,
    name,
    description,
    type: partType(emission, { manager, part: 'Capabilities', isOwn }),
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

/** A part for a manager. */
interface ManagerPart {
  readonly manager: ManagerModel;
  readonly part: Part;
  /** Whether it is that of the object type of rows of exactly the manager's own type. */
  readonly isOwn: boolean;
}

const partType = (emission: Emission, told: ManagerPart): ManagerType =>
  told.manager.inheritance ? classPart(emission, told) : generatedPart(emission, told);

function generatedPart(emission: Emission, told: ManagerPart): GeneratedType {
  const { manager, part } = told;
  const name = `${typeName(emission, manager)}${part}`;
  const make = (): GeneratedType => new GeneratedType({ kind: 'output', name, description: DESCRIPTIONS[part] });
  return emission.type(name, manager.name, make, (target) => declarePart(emission, target, told));
}

/** In a hierarchy: an interface where the manager has sub-managers, as the type of the objects is. */
function classPart(emission: Emission, told: ManagerPart): TypeClass {
  const { manager, part, isOwn } = told;
  const kind = !isOwn && emission.subManagers(manager).length > 0 ? 'interface' : 'object';
  const name = `${isOwn ? concreteName(emission, manager) : typeName(emission, manager)}${part}`;
  const above = [...(isOwn ? [manager] : []), ...emission.superManagers(manager).filter((each) => hasPart(emission, each, part))];
  return emission.type(
    name,
    isOwn ? `${manager.name} (its own rows)` : manager.name,
    () => namedClass(name),
    (target) => {
      const parents = above.map((each) => classPart(emission, { manager: each, part, isOwn: false }));
      emission.classes.decorateType(target, { kind, name, description: DESCRIPTIONS[part], parents });
      declarePart(emission, target, told);
    },
  );
}

function declarePart(emission: Emission, target: ManagerType, told: ManagerPart): void {
  const { manager, part } = told;
  if (part === 'Capabilities') declareOperations(emission, target, told);
  else declareNames(emission, target, part === 'PossibleActions' ? offeredActions(manager, 'object') : ruledNames(manager));
}

const ruledNames = (manager: ManagerModel): readonly string[] => ruledFields(manager).map(({ publicName }) => publicName);

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

function declareOperations(emission: Emission, target: ManagerType, { manager, isOwn }: ManagerPart): void {
  declareNames(emission, target, ['update', 'delete']);
  const groups = { fields: 'UpdatableFields', actions: 'PossibleActions' } as const;
  for (const [property, part] of Object.entries(groups)) {
    if (!hasPart(emission, manager, part)) continue;
    declareMember(emission, target, { property, type: partType(emission, { manager, part, isOwn }), nullable: false });
  }
}
