import {
  actionNamed,
  embeddableNamed,
  targetOf,
  type ApplicationModel,
  type EmbeddedField,
  type FieldModel,
  type ManagerModel,
  type RelationField,
  type RelationWriteKind,
} from '../../../lib/plugin.js';
import { keyByProperty, whereByProperty } from './key-input.js';

/** Gives data of the API with the property names that the core reads; values stay. */
export function toWriteData(model: ApplicationModel, manager: ManagerModel, input: unknown): unknown {
  return renamed([...manager.fields.values()], input, (field, value) => {
    if (field.kind === 'relation') return toLink(model, field, value);
    return field.kind === 'embedded' ? toEmbedded(model, field, value) : value;
  });
}

/** Gives the arguments of an action as the core reads them: keys by property names. */
export function toActionArguments(model: ApplicationModel, manager: ManagerModel, action: string, input: unknown): unknown {
  const fields = actionNamed(manager, action)?.arguments ?? [];
  return renamed(fields, input ?? {}, (field, value) => {
    if (field.kind === 'embedded') return toEmbedded(model, field, value);
    if (field.kind !== 'relation') return value;
    const key = (each: unknown): unknown => keyByProperty(model, targetOf(model, field), each);
    return Array.isArray(value) ? value.map(key) : key(value);
  });
}

function renamed(fields: readonly FieldModel[], input: unknown, inside: (field: FieldModel, value: unknown) => unknown): unknown {
  return mapped(input, (each) => {
    const entries = Object.entries(each).map(([name, value]): [string, unknown] => {
      const field = fields.find(({ publicName, exposed }) => exposed && publicName === name);
      return field ? [field.name, inside(field, value)] : [name, value];
    });
    return Object.fromEntries(entries);
  });
}

/** Embedded objects have no relations. */
function toEmbedded(model: ApplicationModel, { embeddable }: EmbeddedField, input: unknown): unknown {
  const { fields } = embeddableNamed(model, embeddable);
  return renamed(fields, input, (field, value) => (field.kind === 'embedded' ? toEmbedded(model, field, value) : value));
}

function toLink(model: ApplicationModel, field: RelationField, input: unknown): unknown {
  const target = targetOf(model, field);
  const data = (value: unknown): unknown => toWriteData(model, target, value);
  const key = (value: unknown): unknown => keyByProperty(model, target, value);
  const parts = (value: unknown): unknown =>
    mapped(value, (each) =>
      Object.fromEntries(
        Object.entries(each).map(([name, part]) => [name, name === 'where' ? whereByProperty(model, target, part) : data(part)]),
      ),
    );
  const operands: Readonly<Record<RelationWriteKind, (value: unknown) => unknown>> = {
    create: data,
    connect: key,
    connectOrCreate: parts,
    update: field.cardinality === 'one' ? data : parts,
    upsert: parts,
    disconnect: key,
    delete: key,
    set: key,
  };
  return mapped(input, (each) =>
    Object.fromEntries(
      Object.entries(each).map(([kind, value]) => {
        const operand = operands[kind as RelationWriteKind];
        return [kind, Array.isArray(value) ? value.map((item: unknown) => operand(item)) : operand(value)];
      }),
    ),
  );
}

/** Applies to an object, or to each of a list; null stays null. */
function mapped(input: unknown, apply: (input: object) => unknown): unknown {
  if (Array.isArray(input)) return input.map((each: unknown) => mapped(each, apply));
  return typeof input === 'object' && input !== null ? apply(input) : input;
}
