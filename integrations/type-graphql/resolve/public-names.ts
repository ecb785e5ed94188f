import {
  aggregateName,
  embeddableNamed,
  targetOf,
  type ApplicationModel,
  type EmbeddedField,
  type FieldModel,
  type ManagerModel,
} from '../../../lib/plugin.js';

type Holder = readonly FieldModel[];

/** Gives a filter or sort of the API with the property names that the core reads; operators and operands stay. */
export function toPropertyNames(model: ApplicationModel, manager: ManagerModel, input: unknown): unknown {
  return rename(model, [...manager.fields.values()], input);
}

function rename(model: ApplicationModel, fields: Holder, input: unknown): unknown {
  if (Array.isArray(input)) return input.map((each: unknown) => rename(model, fields, each));
  if (typeof input !== 'object' || input === null) return input;
  const entries = Object.entries(input).map(([name, value]): [string, unknown] => {
    if (name === 'and' || name === 'or' || name === 'not') return [name, rename(model, fields, value)];
    const field = fields.find(({ publicName }) => publicName === name);
    if (field) return [field.name, renameInside(model, field, value)];
    const measured = fields.find((each) => each.kind === 'relation' && aggregateName(each) === name);
    return measured ? [measured.name, renameInside(model, measured, value)] : [name, value];
  });
  return Object.fromEntries(entries);
}

function renameInside(model: ApplicationModel, field: FieldModel, value: unknown): unknown {
  if (field.kind === 'embedded') return rename(model, embedded(model, field), value);
  if (field.kind !== 'relation') return value;
  const inside = [...targetOf(model, field).fields.values()];
  if (field.cardinality === 'one' || typeof value !== 'object' || value === null) return rename(model, inside, value);
  const entries = Object.entries(value).map(([key, where]) => [key, key === 'count' ? (where as unknown) : rename(model, inside, where)]);
  return Object.fromEntries(entries);
}

const embedded = (model: ApplicationModel, field: EmbeddedField): Holder => embeddableNamed(model, field.embeddable).fields;
