import { embeddableNamed, type EmbeddedField, type FieldModel, type RelationField } from '../../../lib/plugin.js';
import { GeneratedType } from '../generated/generated-type.js';
import { declareMember, type FieldDeclaration } from './declare-field.js';
import type { Emission } from './emission.js';
import type { TableEntry } from './field-table.js';
import { valueType } from './value-types.js';

type ValueOrEmbedded = Exclude<FieldModel, RelationField>;

/** Whether a field is shown; an embedded object is where any of its own fields is. */
export function isShown(emission: Emission, field: FieldModel, inside: readonly string[] = []): boolean {
  if (!field.exposed || field.kind !== 'embedded') return field.exposed;
  if (inside.includes(field.embeddable)) return false;
  const { fields } = embeddableNamed(emission.model, field.embeddable);
  return fields.some((each) => isShown(emission, each, [...inside, field.embeddable]));
}

/** The object type of an embeddable. */
function embeddableType(emission: Emission, { embeddable }: EmbeddedField): GeneratedType {
  const { name, description, fields } = embeddableNamed(emission.model, embeddable);
  const declare = (target: GeneratedType): void => {
    const shown = fields.filter((field) => isShown(emission, field));
    const entries = shown.map((field): [string, TableEntry] => [field.publicName, { field, identifier: false }]);
    emission.table.set(name, { manager: undefined, fields: new Map(entries), written: new Map() });
    for (const field of shown) {
      const { name: property, publicName, description: text } = field;
      declareMember(emission, target, { property, name: publicName, description: text, ...valueDeclaration(emission, field) });
    }
  };
  return emission.type(name, `embeddable ${name}`, () => new GeneratedType({ kind: 'output', name, description }), declare);
}

/** The type of a field with a value of its own. */
export function valueDeclaration(emission: Emission, field: ValueOrEmbedded): Pick<FieldDeclaration, 'type' | 'nullable' | 'list'> {
  const list = field.list && { list: { items: field.kind !== 'embedded' } };
  const type = field.kind === 'embedded' ? embeddableType(emission, field) : valueType(emission, field);
  return { type, nullable: field.nullable, ...list };
}
