import type { ScalarType } from '../../../../lib/plugin.js';
import { membersOf } from '../../resource/enum-members.js';
import type { CompiledField } from '../../resource/resource.js';
import { exampleOf } from './example.js';

/** A schema of JSON Schema 2020-12, as OpenAPI 3.1 has them. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What an object is for: answers have all fields, writes those that can be written. */
export type SchemaUse = 'answer' | 'create' | 'update';

/** The schema of an object as the upstream has it. */
export function objectSchema(fields: readonly CompiledField[], use: SchemaUse): JsonSchema {
  const used = use === 'answer' ? fields : fields.filter(({ model }) => !model.readOnly);
  return nested(
    used.map((field) => ({ field, path: field.from })),
    use,
  );
}

interface Placed {
  readonly field: CompiledField;
  /** What is left of its path. */
  readonly path: readonly string[];
}

function nested(placed: readonly Placed[], use: SchemaUse): JsonSchema {
  const names = [...new Set(placed.map(({ path: [name = ''] }) => name))];
  const properties = names.map((name) => {
    const here = placed.filter(({ path }) => path[0] === name);
    const [own] = here.filter(({ path }) => path.length === 1);
    const inner = here.filter(({ path }) => path.length > 1).map(({ field, path }) => ({ field, path: path.slice(1) }));
    const schema = own ? fieldSchema(own.field, use) : orNull(nested(inner, use), isNullable(inner));
    return { name, schema, isRequired: here.some(({ field }) => isRequired(field, use)) };
  });
  const required = properties.filter((each) => each.isRequired).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(properties.map(({ name, schema }) => [name, schema])),
    ...(required.length > 0 && { required }),
  };
}

/** Behind null there is null. */
const isNullable = (placed: readonly Placed[]): boolean => placed.every(({ field }) => field.declared.options.nullable === true);

function isRequired({ declared: { options }, model }: CompiledField, use: SchemaUse): boolean {
  if (use === 'update') return false;
  return use === 'create' ? !model.optional : options.optional !== true;
}

function fieldSchema(field: CompiledField, use: SchemaUse): JsonSchema {
  const { declared } = field;
  const { options } = declared;
  const item = declared.kind === 'object' ? objectSchema(field.fields, use) : valueSchema(field);
  const whole = declared.list ? { type: 'array', items: item } : item;
  return {
    ...orNull(whole, options.nullable === true || (use !== 'answer' && field.model.nullable)),
    ...(options.description !== undefined && { description: options.description }),
  };
}

export function orNull(schema: JsonSchema, nullable: boolean): JsonSchema {
  if (!nullable || Object.keys(schema).length === 0) return schema;
  const { type, enum: members } = schema;
  if (Array.isArray(members)) return { ...schema, enum: [...(members as readonly unknown[]), null] };
  return typeof type === 'string' ? { ...schema, type: [type, 'null'] } : { anyOf: [schema, { type: 'null' }] };
}

/** The schema of one value, or of one item of a list. */
export function valueSchema(field: CompiledField): JsonSchema {
  const { declared } = field;
  if (declared.options.parse ?? declared.options.serialize) return convertedSchema(field);
  if (declared.kind === 'object') return objectSchema(field.fields, 'answer');
  return declared.kind === 'enum' ? { enum: membersOf(declared.members).map(({ value }) => value) } : typeSchema(declared.type);
}

/** Of what is converted, what `serialize` makes is known; without it anything may be taken. */
function convertedSchema(field: CompiledField): JsonSchema {
  if (!field.declared.options.serialize) return {};
  const example = field.encode(exampleOf(field));
  const item: unknown = Array.isArray(example) && field.declared.list ? example[0] : example;
  const { [typeof item]: type } = TYPES;
  return type === undefined ? {} : { type };
}

const TYPES: Readonly<Record<string, string>> = Object.freeze({ string: 'string', number: 'number', boolean: 'boolean' });

/** The schema of a type. */
export const typeSchema = (type: ScalarType): JsonSchema => SCHEMAS[type];

const SCHEMAS: Readonly<Record<ScalarType, JsonSchema>> = Object.freeze({
  string: { type: 'string' },
  int: { type: 'integer' },
  float: { type: 'number' },
  bigint: { type: ['integer', 'string'], pattern: String.raw`^-?\d+$` },
  decimal: { type: ['string', 'number'], pattern: String.raw`^-?\d+(\.\d+)?$` },
  boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date' },
  time: { type: 'string', pattern: String.raw`^\d{2}:\d{2}` },
  datetime: { type: 'string', format: 'date-time' },
  localDatetime: { type: 'string' },
  uuid: { type: 'string', format: 'uuid' },
  interval: { type: 'string' },
  json: {},
  blob: {},
  custom: {},
});
