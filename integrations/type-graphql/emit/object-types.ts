import {
  aggregateName,
  isOpen,
  offersAggregate,
  targetOf,
  type FieldModel,
  type ManagerModel,
  type RelationField,
} from '../../../lib/plugin.js';
import { InterfaceNeeded } from '../errors.js';
import { aggregateType } from './aggregates.js';
import { declareCapabilities } from './capabilities.js';
import { connectionType } from './connections.js';
import { GeneratedType } from '../generated/generated-type.js';
import { declareMember, type FieldDeclaration } from './declare-field.js';
import { isShown, valueDeclaration } from './embeddables.js';
import { namedClass, type Emission, type ManagerType, type TypeClass } from './emission.js';
import type { TableType } from './field-table.js';
import { nameOf } from './handwritten.js';
import { concreteName, typeName } from './type-names.js';
import { isIdentifier } from './value-types.js';

/** The type that stands for a manager wherever it is linked to: an interface where it has sub-managers, else an object type. */
export function managerType(emission: Emission, manager: ManagerModel): ManagerType {
  return emission.isClass(manager) ? classType(emission, manager) : generatedType(emission, manager);
}

function generatedType(emission: Emission, manager: ManagerModel): GeneratedType {
  const { name, description } = manager;
  const make = (): GeneratedType => new GeneratedType({ kind: 'output', name, description });
  return emission.type(name, name, make, (target) => declareFields(emission, manager, target, name));
}

function classType(emission: Emission, manager: ManagerModel): TypeClass {
  const isInterface = emission.subManagers(manager).length > 0;
  const make = (): TypeClass => manager.target as TypeClass;
  return emission.type(typeName(emission, manager), manager.name, make, (target) => {
    if (isInterface) declareInterface(emission, manager, target);
    else declareObject(emission, manager, target);
  });
}

/** The object type of rows of exactly this manager's own type. */
export function concreteType(emission: Emission, manager: ManagerModel): ManagerType {
  const shared = emission.managerType(manager);
  if (emission.subManagers(manager).length === 0) return shared;
  const name = concreteName(emission, manager);
  return emission.type(
    name,
    `${manager.name} (its own rows)`,
    () => namedClass(name),
    (target) => declareObject(emission, manager, target),
  );
}

function declareObject(emission: Emission, manager: ManagerModel, target: TypeClass): void {
  const name = concreteName(emission, manager);
  const above = [...(target === manager.target ? [] : [manager]), ...emission.superManagers(manager)];
  const parents = above.map((each) => classType(emission, each));
  const written = target === manager.target ? emission.handwritten.typeOf(target) : undefined;
  if (!written) emission.classes.decorateType(target, { kind: 'object', name, description: manager.description, parents });
  else if (parents.length > 0) written.interfaceClasses = [...new Set([...(written.interfaceClasses ?? []), ...parents])];
  declareFields(emission, manager, target, name);
}

function declareInterface(emission: Emission, manager: ManagerModel, target: TypeClass): void {
  const name = typeName(emission, manager);
  const parents = emission.superManagers(manager).map((each) => classType(emission, each));
  const written = emission.handwritten.typeOf(target);
  if (written && !emission.handwritten.isInterface(target)) {
    emission.problems.push(InterfaceNeeded.problem(manager.name, { className: nameOf(target) }));
  }
  if (!written) emission.classes.decorateType(target, { kind: 'interface', name, description: manager.description, parents });
  declareFields(emission, manager, target, name);
}

/** How hand-written code shows a field. */
interface WrittenField {
  readonly name: string;
  /** Whether it is just the property of the field. */
  readonly isProperty: boolean;
  /** The method that resolves it, where nothing declares it yet. */
  readonly method?: string;
}

/** Declares the manager's fields on a class, except for those that hand-written code shows in its own way. */
function declareFields(emission: Emission, manager: ManagerModel, target: ManagerType, name: string): void {
  const entry: TableType = { manager, fields: new Map(), written: new Map() };
  emission.table.set(name, entry);
  const shown = [...manager.fields.values()].filter((field) => isShown(emission, field));
  for (const field of shown) {
    const written = writtenField(emission, manager, target, field);
    if (written) tabulate(entry, field, written);
    else declareGenerated(emission, entry, { manager, target, field });
    if (!written && field.kind === 'relation') declareAggregate(emission, entry, { manager, target, field });
    if (written?.method !== undefined) declareMember(emission, target, declarationOf(emission, field, written.method));
  }
  for (const { field } of manager.computed.values()) {
    // What hand-written code declares of the same name is its own.
    if (field.exposed && !writtenField(emission, manager, target, field)) declareGenerated(emission, entry, { manager, target, field });
  }
  declareCapabilities(emission, manager, target, entry);
}

interface GeneratedField {
  readonly manager: ManagerModel;
  readonly target: ManagerType;
  readonly field: FieldModel;
}

function declareGenerated(emission: Emission, { fields }: TableType, { manager, target, field }: GeneratedField): void {
  const { name: property, publicName } = field;
  const covers = (declaring: object): boolean =>
    [manager, ...emission.superManagers(manager)].some(
      (each) => each.target === declaring && (each.fields.has(property) || each.computed.has(property)),
    );
  const guarded = emission.handwritten.guards({ target, property, owner: manager.target, covers });
  declareMember(emission, target, { ...declarationOf(emission, field, property), guarded });
  const isComputed = manager.computed.has(property);
  fields.set(publicName, {
    field,
    identifier: field.kind === 'scalar' && isIdentifier(field),
    guarded,
    ...(isComputed && { computed: true }),
  });
}

/** Measures of related objects stand beside them, unless the relation is guarded by decorators, or hand-written code has the name. */
function declareAggregate(
  emission: Emission,
  { fields }: TableType,
  { manager, target, field }: GeneratedField & { readonly field: RelationField },
): void {
  const related = targetOf(emission.model, field);
  const name = aggregateName(field);
  const guarded = fields.get(field.publicName)?.guarded === true;
  if (guarded || !offersAggregate(field, related) || writtenField(emission, manager, target, { name, publicName: name })) return;
  const description = `Measures of \`${field.publicName}\`.`;
  declareMember(emission, target, { property: name, description, type: aggregateType(emission, related), nullable: false });
  fields.set(name, { field, identifier: false, aggregate: true });
}

function tabulate({ fields, written }: TableType, field: FieldModel, { name, isProperty }: WrittenField): void {
  if (field.kind !== 'relation' && isProperty) fields.set(name, { field, identifier: false, declared: true });
  if (field.kind === 'relation' && field.cardinality === 'one') written.set(name, { field, isProperty });
}

function writtenField(
  emission: Emission,
  manager: ManagerModel,
  target: ManagerType,
  { name, publicName }: Pick<FieldModel, 'name' | 'publicName'>,
): WrittenField | undefined {
  const { handwritten } = emission;
  const classes = emission.declaringClasses(manager);
  const field = handwritten.fieldOf(classes, name, publicName);
  if (field) return { name: field.schemaName, isProperty: field.name === name && handwritten.isProperty(classes, field) };
  const resolver = handwritten.resolverOf(classes, publicName);
  if (!resolver) return undefined;
  const undeclared = !resolver.typed && resolver.type === target;
  return { name: publicName, isProperty: false, ...(undeclared && { method: resolver.method }) };
}

function declarationOf(emission: Emission, field: FieldModel, property: string): FieldDeclaration {
  const { publicName: name, description } = field;
  if (field.kind !== 'relation') return { property, name, description, ...valueDeclaration(emission, field) };
  const target = targetOf(emission.model, field);
  if (field.cardinality === 'one') {
    return { property, name, description, type: emission.managerType(target), nullable: mayBeNull(target, field) };
  }
  return { property, name, description, type: connectionType(emission, target), nullable: false };
}

/** A related object that somebody may not see reads as null, and so does one that is softly deleted. */
function mayBeNull(target: ManagerModel, field: RelationField): boolean {
  const { policy, inheritance, lifecycle } = target;
  return field.nullable || !isOpen(policy.read) || inheritance !== undefined || lifecycle.softDeletion !== undefined;
}
