import { ObjectType } from 'type-graphql';
import { embeddableNamed, type EmbeddedField, type FieldModel, type RelationField } from '../../../lib/plugin.js';
import { declareField, type FieldDeclaration } from './declare-field.js';
import { namedClass, type Emission, type TypeClass } from './emission.js';
import { valueType } from './value-types.js';

/** The object type of an embeddable. */
export function embeddableType(emission: Emission, { embeddable }: EmbeddedField): TypeClass {
  const { name, description, fields } = embeddableNamed(emission.model, embeddable);
  return emission.type(name, `embeddable ${name}`, () => namedClass(name), (target) => {
    ObjectType(name, { simpleResolvers: true, ...(description !== undefined && { description }) })(target);
    const entries = fields.filter(({ exposed }) => exposed).map((field) => [field.publicName, { field, identifier: false }] as const);
    emission.table.set(name, { manager: undefined, fields: new Map(entries) });
    for (const [, { field }] of entries) {
      const { name: property, publicName, description: text } = field;
      declareField(target, { property, name: publicName, description: text, ...valueDeclaration(emission, field) });
    }
  });
}

/** The type of a field with a value of its own. */
export function valueDeclaration(emission: Emission, field: Exclude<FieldModel, RelationField> | EmbeddedField): Pick<FieldDeclaration, 'type' | 'nullable' | 'list'> {
  const list = field.list && { list: { items: field.kind !== 'embedded' } };
  if (field.kind === 'embedded') {
    const embeddable = embeddableType(emission, field);
    return { type: () => embeddable, nullable: field.nullable, ...list };
  }
  const type = valueType(emission, field);
  return { type: () => type, nullable: field.nullable, ...list };
}
