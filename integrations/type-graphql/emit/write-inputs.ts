import { GraphQLID } from 'graphql';
import {
  capitalised,
  embeddableNamed,
  targetOf,
  writableFields,
  type ActionModel,
  type EmbeddedField,
  type FieldModel,
  type ManagerModel,
} from '../../../lib/plugin.js';
import type { GeneratedType, TypeValue } from '../generated/generated-type.js';
import { withoutName, type DataShape } from './data-shape.js';
import { declareField } from './declare-field.js';
import type { Emission } from './emission.js';
import { inputType } from './input-types.js';
import { keyArg } from './keys.js';
import { isLinkable, linkInput } from './link-inputs.js';
import { typeName } from './type-names.js';
import { valueType } from './value-types.js';

/** The input of what is written of one object; undefined where nothing can be. */
export function dataInput(emission: Emission, shape: DataShape): GeneratedType | undefined {
  const { manager, mode, without = '' } = shape;
  const known = emission.once(dataOf, manager);
  const key = `${mode} ${without}`;
  if (!known.has(key)) known.set(key, makeData(emission, shape));
  return known.get(key);
}

/** The input of what an action takes; undefined where that is nothing. */
export function actionInput(emission: Emission, manager: ManagerModel, action: ActionModel): GeneratedType | undefined {
  if (action.arguments.length === 0) return undefined;
  return inputType(emission, `${typeName(emission, manager)}${capitalised(action.name)}Input`, manager.name, (target) => {
    for (const field of action.arguments) {
      const { publicName: property, description, nullable } = field;
      const list = (field.kind === 'relation' ? field.cardinality === 'many' : field.list) && { list: { items: false } };
      declareField(target, { property, description, type: argumentType(emission, field), nullable, ...list });
    }
  });
}

/** Objects are given by their keys. */
function argumentType(emission: Emission, field: FieldModel): TypeValue {
  if (field.kind !== 'relation') return ownType(emission, field);
  const target = targetOf(emission.model, field);
  return target.key ? keyArg(emission, target, target.key).type : GraphQLID;
}

/** The inputs of a manager that are made, by what they are for. */
const dataOf = (): Map<string, GeneratedType | undefined> => new Map();

function makeData(emission: Emission, shape: DataShape): GeneratedType | undefined {
  const fields = fieldsOf(emission, shape);
  // Depends on no other input, so that inputs may lead to each other.
  if (!fields.some((field) => field.kind !== 'relation' || isLinkable(emission.model, field))) return undefined;
  const { manager, mode } = shape;
  const name = `${typeName(emission, manager)}${mode === 'create' ? 'Create' : 'Update'}${withoutName(shape)}Input`;
  return inputType(emission, name, manager.name, (target) => {
    for (const field of fields) declareData(emission, target, field, mode);
  });
}

function fieldsOf(emission: Emission, { manager, mode, without }: DataShape): readonly FieldModel[] {
  return writableFields(manager, mode).filter(
    (field) => field.name !== without && (field.kind !== 'embedded' || isWritten(emission, field)),
  );
}

function declareData(emission: Emission, target: GeneratedType, field: FieldModel, mode: DataShape['mode']): void {
  const { publicName: property, description } = field;
  const type = field.kind === 'relation' ? linkInput(emission, { field, mode, dataInput }) : ownType(emission, field);
  if (!type) return;
  const list = field.kind !== 'relation' && field.list && { list: { items: false } };
  declareField(target, { property, description, type, nullable: !isRequired(field, mode), ...list });
}

/** What a create needs; links that the other end keeps are never needed. */
function isRequired(field: FieldModel, mode: DataShape['mode']): boolean {
  if (mode === 'update' || field.optional) return false;
  return field.kind !== 'relation' || (field.owner && field.cardinality === 'one');
}

function ownType(emission: Emission, field: Exclude<FieldModel, { kind: 'relation' }>): TypeValue {
  return field.kind === 'embedded' ? embeddedInput(emission, field) : valueType(emission, field);
}

/** Whether anything of an embedded object can be written. */
function isWritten(emission: Emission, field: FieldModel, inside: readonly string[] = []): boolean {
  if (!field.exposed || field.readOnly) return false;
  if (field.kind !== 'embedded') return true;
  if (inside.includes(field.embeddable)) return false;
  const { fields } = embeddableNamed(emission.model, field.embeddable);
  return fields.some((each) => isWritten(emission, each, [...inside, field.embeddable]));
}

/** Embedded objects are written as a whole. */
function embeddedInput(emission: Emission, { embeddable }: EmbeddedField): GeneratedType {
  const { name, fields } = embeddableNamed(emission.model, embeddable);
  return inputType(emission, `${name}Input`, `embeddable ${name}`, (target) => {
    for (const field of fields.filter((each) => isWritten(emission, each))) {
      const { publicName: property, description, nullable, optional } = field;
      const list = field.list && { list: { items: false } };
      declareField(target, { property, description, type: ownType(emission, field), nullable: nullable || optional, ...list });
    }
  });
}
