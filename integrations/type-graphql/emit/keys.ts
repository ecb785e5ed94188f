import { GraphQLID } from 'graphql';
import { managerNamed, type KeyModel, type KeyPart, type ManagerModel } from '../../../lib/plugin.js';
import type { ArgDeclaration, GeneratedType, TypeValue } from '../generated/generated-type.js';
import { declareField } from './declare-field.js';
import type { Emission } from './emission.js';
import { inputType } from './input-types.js';
import { typeName } from './type-names.js';
import { valueType } from './value-types.js';

/** The argument that addresses one object: `id` for a key of one value, `key` for a composite one. */
export function keyArg(emission: Emission, manager: ManagerModel, key: KeyModel): ArgDeclaration {
  const [only] = key.parts;
  if (only && key.parts.length === 1) {
    const type = partType(emission, manager, only);
    return { name: type.composite ? 'key' : 'id', type: type.value, required: true };
  }
  const type = keyType(emission, manager, key);
  return { name: 'key', type, required: true };
}

function keyType(emission: Emission, manager: ManagerModel, key: KeyModel): GeneratedType {
  const name = `${typeName(emission, manager)}Key`;
  return inputType(emission, name, manager.name, (target) => {
    for (const part of key.parts) {
      const { value } = partType(emission, manager, part);
      const publicName = manager.fields.get(part.field)?.publicName ?? part.field;
      declareField(target, { property: publicName, type: value, nullable: false });
    }
  });
}

function partType(emission: Emission, manager: ManagerModel, part: KeyPart): { readonly value: TypeValue; readonly composite: boolean } {
  if (part.kind === 'value') {
    const field = manager.fields.get(part.field);
    return { value: field?.kind === 'scalar' || field?.kind === 'enum' ? valueType(emission, field) : GraphQLID, composite: false };
  }
  const target = managerNamed(emission.model, part.target);
  const [only] = part.key.parts;
  if (only && part.key.parts.length === 1) return partType(emission, target, only);
  return { value: keyType(emission, target, part.key), composite: true };
}
