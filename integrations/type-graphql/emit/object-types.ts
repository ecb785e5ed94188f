import { InterfaceType, ObjectType } from 'type-graphql';
import { isOpen, targetOf, type FieldModel, type ManagerModel, type RelationField } from '../../../lib/plugin.js';
import { connectionArgs, connectionType } from './connections.js';
import { declareField, type FieldDeclaration } from './declare-field.js';
import { valueDeclaration } from './embeddables.js';
import { namedClass, type Emission, type TypeClass } from './emission.js';
import { concreteName, concreteNameOf, typeName } from './type-names.js';
import { isIdentifier } from './value-types.js';

/** The type that stands for a manager wherever it is linked to: an interface where it has sub-managers, else an object type. */
export function managerType(emission: Emission, manager: ManagerModel): TypeClass {
  const isInterface = emission.subManagers(manager).length > 0;
  const make = (): TypeClass => manager.target as TypeClass;
  return emission.type(typeName(emission, manager), manager.name, make, (target) => {
    if (isInterface) declareInterface(emission, manager, target);
    else declareObject(emission, manager, target);
  });
}

/** The object type of rows of exactly this manager's own type. */
export function concreteType(emission: Emission, manager: ManagerModel): TypeClass {
  if (emission.subManagers(manager).length === 0) return managerType(emission, manager);
  managerType(emission, manager);
  const name = concreteName(emission, manager);
  return emission.type(name, `${manager.name} (its own rows)`, () => namedClass(name), (target) => declareObject(emission, manager, target));
}

function declareObject(emission: Emission, manager: ManagerModel, target: TypeClass): void {
  const name = concreteName(emission, manager);
  const above = [...emission.superManagers(manager), ...(target === manager.target ? [] : [manager])];
  if (!emission.storage.objectTypes.some((type) => type.target === target)) {
    const parents = above.map((each) => managerType(emission, each));
    ObjectType(name, {
      simpleResolvers: true,
      ...(manager.description !== undefined && { description: manager.description }),
      ...(parents.length > 0 && { implements: parents as never }),
    })(target);
  }
  declareFields(emission, manager, target, name);
}

function declareInterface(emission: Emission, manager: ManagerModel, target: TypeClass): void {
  const parents = emission.superManagers(manager).map((each) => managerType(emission, each));
  const options = {
    ...(manager.description !== undefined && { description: manager.description }),
    ...(parents.length > 0 && { implements: parents as never }),
    resolveType: (value: unknown) => concreteNameOf(emission, value),
  };
  InterfaceType(typeName(emission, manager), options)(target);
  declareFields(emission, manager, target, typeName(emission, manager));
}

function declareFields(emission: Emission, manager: ManagerModel, target: TypeClass, name: string): void {
  const written = new Set(emission.storage.fields.filter((field) => field.target === target).map((field) => field.name));
  const resolved = emission.storage.fieldResolvers.filter((each) => each.kind === 'external' && each.getObjectType?.() === manager.target);
  const own = new Set([...written, ...resolved.map(({ methodName }) => methodName)]);
  const fields = new Map<string, { field: FieldModel; identifier: boolean }>();
  emission.table.set(name, { manager, fields });
  for (const field of manager.fields.values()) {
    if (!field.exposed || own.has(field.name)) continue;
    declareField(target, declarationOf(emission, field));
    fields.set(field.publicName, { field, identifier: field.kind === 'scalar' && isIdentifier(field) });
  }
}

function declarationOf(emission: Emission, field: FieldModel): FieldDeclaration {
  const { name: property, publicName: name, description } = field;
  if (field.kind !== 'relation') return { property, name, description, ...valueDeclaration(emission, field) };
  const target = targetOf(emission.model, field);
  if (field.cardinality === 'one') {
    return { property, name, description, type: () => managerType(emission, target), nullable: mayBeNull(target, field) };
  }
  return { property, name, description, type: () => connectionType(emission, target), nullable: false, args: connectionArgs(emission, target) };
}

/** A related object that somebody may not see reads as null. */
function mayBeNull(target: ManagerModel, field: RelationField): boolean {
  return field.nullable || !isOpen(target.policy.read) || target.inheritance !== undefined;
}
