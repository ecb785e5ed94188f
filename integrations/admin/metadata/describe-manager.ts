import { isObjectType } from 'graphql';
import type { ManagerModel } from '../../../lib/index.js';
import { managerNamed, type KeyModel, type MutationKind, type OperationModel, type QueryKind } from '../../../lib/plugin.js';
import { describeAction } from './describe-action.js';
import { describeComputed, describeField } from './describe-field.js';
import type { SchemaTypes } from './known-types.js';
import { labelOf } from './label-of.js';
import type { AdminCapabilities, AdminField, AdminKeyPart, AdminManager, AdminMutation } from './metadata.js';
import { argumentOf, argumentTypes, inputType, outputType, type OutputField, type OutputType } from './schema-types.js';

/** A manager as the schema shows it; undefined where it has no type there. */
export function describeManager(types: SchemaTypes, manager: ManagerModel, label?: readonly string[]): AdminManager | undefined {
  const objects = types.objects(manager);
  if (!objects) return undefined;
  const operations = new Operations(types, manager);
  const fields = fieldsOf(types, manager, objects, operations);
  const key = manager.key && keyParts(types, manager, manager.key);
  const capabilities = capabilitiesOf(manager, objects);
  return {
    name: manager.name,
    plural: manager.plural,
    ...(manager.description !== undefined && { description: manager.description }),
    type: objects.name,
    concrete: concreteTypes(types, manager, objects),
    abstract: manager.inheritance?.abstract ?? false,
    ...(key && { key }),
    label: label ?? labelOf(manager, fields, key),
    fields,
    ...(capabilities && { capabilities }),
    ...operations.reads(),
    remembered: manager.lifecycle.history,
    ...operations.writes(),
    actions: manager.actions.flatMap((action) => describeAction(types, manager, action)),
  };
}

function fieldsOf(types: SchemaTypes, manager: ManagerModel, objects: OutputType, operations: Operations): readonly AdminField[] {
  const shown = objects.getFields();
  const list = operations.field('list');
  const places = {
    filter: inputType(argumentOf(list, 'filter')?.type),
    sort: inputType(argumentOf(list, 'sort')?.type),
    create: inputType(argumentOf(operations.field('create'), 'input')?.type),
    update: inputType(argumentOf(operations.field('update'), 'input')?.type),
  };
  const known = [...manager.fields.values()].filter(({ exposed }) => exposed);
  const described = known.flatMap((field) =>
    describeField(types, field, {
      ...places,
      shown: shown[field.publicName],
      ruled: manager.policy.fields[field.name]?.read !== undefined,
    }),
  );
  const others = Object.values(shown).filter(({ name }) => !known.some(({ publicName }) => publicName === name));
  const ruled = [...(manager.computed?.values() ?? [])].filter(({ field }) => manager.policy.fields[field.name]?.read !== undefined);
  const isRuled = (name: string): boolean => ruled.some(({ field }) => field.publicName === name);
  return [...described, ...others.flatMap((each) => describeComputed(each, isRuled(each.name)))];
}

function keyParts(types: SchemaTypes, manager: ManagerModel, { parts }: KeyModel): readonly AdminKeyPart[] {
  return parts.map((part): AdminKeyPart => {
    const field = manager.fields.get(part.field)?.publicName ?? part.field;
    return part.kind === 'value' ? { field } : { field, parts: keyParts(types, managerNamed(types.model, part.target), part.key) };
  });
}

/** The managers of the types that objects can have, by the names of these types. */
function concreteTypes(types: SchemaTypes, manager: ManagerModel, objects: OutputType): Readonly<Record<string, string>> {
  const entries = (manager.inheritance?.concrete ?? [manager.name]).flatMap((name) => {
    const type = types.objects(managerNamed(types.model, name));
    // Rows of a class that others are derived from have a type of their own.
    if (type) return [[isObjectType(type) ? type.name : `Base${type.name}`, name] as const];
    return [];
  });
  return entries.length > 0 ? Object.fromEntries(entries) : { [objects.name]: manager.name };
}

/** What objects tell of what may be done with them. */
function capabilitiesOf({ capabilities }: ManagerModel, objects: OutputType): AdminCapabilities | undefined {
  const told = capabilities?.onObjects ? outputType(objects.getFields()[capabilities.name]?.type) : undefined;
  if (!told || !capabilities) return undefined;
  const { fields, actions, ...operations } = told.getFields();
  const names = (field: OutputField | undefined): readonly string[] => Object.keys(outputType(field?.type)?.getFields() ?? {});
  return { name: capabilities.name, operations: Object.keys(operations), fields: names(fields), actions: names(actions) };
}

const WRITES = ['create', 'update', 'delete', 'updateMany', 'deleteMany', 'restore'] as const satisfies readonly MutationKind[];

/** The operations of a manager as they are in the schema. */
class Operations {
  readonly #types: SchemaTypes;
  readonly #manager: ManagerModel;

  constructor(types: SchemaTypes, manager: ManagerModel) {
    this.#types = types;
    this.#manager = manager;
  }

  field(kind: QueryKind | MutationKind): OutputField | undefined {
    const operation = this.#named(kind);
    return operation && this.#types.operation(operation);
  }

  /** A hand-written list need not be one of pages. */
  reads(): Pick<AdminManager, 'detail' | 'list' | 'history'> {
    const [detail, list] = [this.field('detail'), this.field('list')];
    const history = this.#named('history')?.served === 'generated' ? this.field('history') : undefined;
    const page = outputType(list?.type)?.getFields();
    return {
      ...(detail &&
        outputType(detail.type) === this.#types.objects(this.#manager) && { detail: { name: detail.name, args: argumentTypes(detail) } }),
      ...(list &&
        page?.['nodes'] &&
        page['pageInfo'] && { list: { name: list.name, args: argumentTypes(list), total: page['totalCount'] !== undefined } }),
      ...(history && { history: { name: history.name, args: argumentTypes(history) } }),
    };
  }

  writes(): Pick<AdminManager, (typeof WRITES)[number]> {
    return Object.fromEntries(WRITES.flatMap((kind) => this.#mutation(kind)));
  }

  /** A hand-written mutation is used where it is called as a generated one would be. */
  #mutation(kind: (typeof WRITES)[number]): readonly (readonly [string, AdminMutation])[] {
    const field = this.field(kind);
    if (!field || this.#named(kind)?.served !== 'generated') return [];
    const object = Object.values(outputType(field.type)?.getFields() ?? {}).find(
      ({ type }) => outputType(type) === this.#types.objects(this.#manager),
    );
    return [[kind, { name: field.name, args: argumentTypes(field), ...(object && { object: object.name }) }]];
  }

  #named(kind: QueryKind | MutationKind): OperationModel | undefined {
    return this.#manager.operations.find((operation) => operation.kind === kind);
  }
}
