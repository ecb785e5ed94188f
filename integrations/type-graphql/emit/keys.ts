import { GraphQLID } from 'graphql';
import { managerNamed, type FieldModel, type KeyModel, type KeyPart, type ManagerModel } from '../../../lib/plugin.js';
import { GeneratedType, type ArgDeclaration, type TypeValue } from '../generated/generated-type.js';
import { keyName, uniquesByName } from '../resolve/key-input.js';
import { declareField } from './declare-field.js';
import type { Emission } from './emission.js';
import { inputType } from './input-types.js';
import { typeName } from './type-names.js';
import { valueType } from './value-types.js';

/** The argument that addresses one object: `id` for a key of one value, `key` for a composite one. */
export function keyArg(emission: Emission, manager: ManagerModel, key: KeyModel): ArgDeclaration {
  const [only] = key.parts;
  if (only && key.parts.length === 1) {
    return { name: keyName(key), type: partType(emission, manager, only), required: true };
  }
  return { name: keyName(key), type: keyType(emission, manager, key), required: true };
}

/** The input that names one object in one of the ways in which it can be found: by its key, or by what is unique. */
export function whereType(emission: Emission, manager: ManagerModel, key: KeyModel): GeneratedType {
  const type = typeName(emission, manager);
  const name = `${type}Where`;
  const description = `Names one ${type}, in one of these ways.`;
  const make = (): GeneratedType => new GeneratedType({ kind: 'input', name, description, oneOf: true });
  return emission.type(name, manager.name, make, (target) => {
    declareField(target, { property: keyName(key), type: keyArg(emission, manager, key).type, nullable: true });
    for (const [property, fields] of uniquesByName(manager)) {
      declareField(target, { property, type: uniqueType(emission, manager, property, fields), nullable: true });
    }
  });
}

function uniqueType(emission: Emission, manager: ManagerModel, name: string, fields: readonly FieldModel[]): TypeValue {
  const [only] = fields;
  if (only && fields.length === 1) return foundType(emission, only);
  const typeOf = `${typeName(emission, manager)}${name.charAt(0).toUpperCase()}${name.slice(1)}Key`;
  return inputType(emission, typeOf, manager.name, (target) => {
    for (const field of fields) declareField(target, { property: field.publicName, type: foundType(emission, field), nullable: false });
  });
}

/** What a field takes that an object is found by: a link takes a key. */
function foundType(emission: Emission, field: FieldModel): TypeValue {
  if (field.kind === 'scalar' || field.kind === 'enum') return valueType(emission, field);
  const target = field.kind === 'relation' ? managerNamed(emission.model, field.target) : undefined;
  return target?.key ? keyArg(emission, target, target.key).type : GraphQLID;
}

function keyType(emission: Emission, manager: ManagerModel, key: KeyModel): GeneratedType {
  const name = `${typeName(emission, manager)}Key`;
  return inputType(emission, name, manager.name, (target) => {
    for (const part of key.parts) {
      const publicName = manager.fields.get(part.field)?.publicName ?? part.field;
      declareField(target, { property: publicName, type: partType(emission, manager, part), nullable: false });
    }
  });
}

function partType(emission: Emission, manager: ManagerModel, part: KeyPart): TypeValue {
  if (part.kind === 'value') {
    const field = manager.fields.get(part.field);
    return field?.kind === 'scalar' || field?.kind === 'enum' ? valueType(emission, field) : GraphQLID;
  }
  const target = managerNamed(emission.model, part.target);
  const [only] = part.key.parts;
  if (only && part.key.parts.length === 1) return partType(emission, target, only);
  return keyType(emission, target, part.key);
}
