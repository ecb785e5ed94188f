import { keyOf, keyValue } from '../schema/keys.js';
import { labelText } from '../schema/labels.js';
import type { AdminField, AdminManager, Row, Schema } from '../schema/schema.js';
import { inputOf } from './input-of.js';
import type { Reference } from './reference.js';

/** What a form holds: by field, in the form in which people write it. */
export type RawValues = Readonly<Record<string, unknown>>;

/** A value of the API as people write it. */
export function rawOf(schema: Schema, field: AdminField, value: unknown): unknown {
  if (value === null || value === undefined)
    return field.kind === 'scalar' && !field.list && field.type === 'string' && !field.nullable ? '' : null;
  switch (field.kind) {
    case 'one': {
      const target = schema.named(field.type);
      const key = target && keyOf(target.key, value as Row);
      return target && key ? ({ key, label: labelText(schema, target, value as Row) } satisfies Reference) : null;
    }
    case 'embedded':
      return field.list ? (value as readonly Row[]).map((each) => rawObject(schema, field, each)) : rawObject(schema, field, value as Row);
    case 'scalar':
      return field.list ? value : rawScalar(field.type, value);
    default:
      return value;
  }
}

const rawObject = (schema: Schema, field: AdminField, value: Row): RawValues =>
  Object.fromEntries(schema.embedded(field.type).map((each) => [each.name, rawOf(schema, each, value[each.name])]));

function rawScalar(type: string, value: unknown): unknown {
  if (type === 'json') return JSON.stringify(value, undefined, 2);
  if (type === 'datetime') return localText(String(value));
  if (type === 'localDatetime') return String(value).replace(/\.000$/, '');
  return typeof value === 'number' ? String(value) : value;
}

/** An instant on the clock on the wall here, as the browser's own input takes it. */
function localText(text: string): string {
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime())) return text;
  const local = new Date(instant.getTime() - instant.getTimezoneOffset() * 60_000).toISOString();
  return local.replace(/(\.000)?Z$/, '');
}

/** What is sent, or what is wrong with what was written, by paths with dots. */
export interface FormInput {
  readonly input: Readonly<Record<string, unknown>>;
  readonly errors: ReadonlyMap<string, string>;
}

/** The input of a mutation: the given fields only. */
export function formInput(schema: Schema, fields: readonly AdminField[], raw: RawValues): FormInput {
  const input: Record<string, unknown> = {};
  const errors = new Map<string, string>();
  for (const field of fields) {
    const read = fieldInput(schema, field, raw[field.name]);
    if (read.errors.size === 0) input[field.name] = read.value;
    for (const [path, text] of read.errors) errors.set(path === '' ? field.name : `${field.name}.${path}`, text);
  }
  return { input, errors };
}

interface FieldRead {
  readonly value?: unknown;
  readonly errors: ReadonlyMap<string, string>;
}

const NEEDED: FieldRead = { errors: new Map([['', 'A value is needed.']]) };
const FINE: ReadonlyMap<string, string> = new Map();

function fieldInput(schema: Schema, field: AdminField, raw: unknown): FieldRead {
  if (field.kind === 'one') return linkInput(schema, field, raw as Reference | null | undefined);
  if (field.kind === 'embedded') return embeddedInput(schema, field, raw);
  const { value, problem } = inputOf(
    field,
    field.type === 'boolean' && !field.nullable ? (raw ?? false) : field.list && !field.nullable ? (raw ?? []) : raw,
  );
  return problem === undefined ? { value, errors: FINE } : { errors: new Map([['', problem]]) };
}

/** Inputs of objects take a link along a relation, those of actions a key. */
function linkInput(schema: Schema, field: AdminField, chosen: Reference | null | undefined): FieldRead {
  const target = schema.named(field.type);
  if (!chosen) return field.nullable ? { value: null, errors: FINE } : NEEDED;
  const key = keyValue(target?.key ?? [], chosen.key);
  return { value: field.links ? { connect: key } : key, errors: FINE };
}

function embeddedInput(schema: Schema, field: AdminField, raw: unknown): FieldRead {
  if (raw === null || raw === undefined) {
    if (field.list) return { value: field.nullable ? null : [], errors: FINE };
    if (field.nullable) return { value: null, errors: FINE };
  }
  const fields = schema.embedded(field.type);
  if (!field.list) {
    const { input, errors } = formInput(schema, fields, (raw ?? {}) as RawValues);
    return { value: input, errors };
  }
  const read = (raw as readonly RawValues[]).map((each) => formInput(schema, fields, each));
  const errors = new Map(read.flatMap((each, index) => [...each.errors].map(([path, text]) => [`${index}.${path}`, text] as const)));
  return { value: read.map(({ input }) => input), errors };
}

/** Fields that a form can write: those whose relations can lead to objects that are there. */
export function formFields({ fields }: AdminManager, mode: 'create' | 'update'): readonly AdminField[] {
  return fields.filter((field) => {
    if (mode === 'create' ? field.create === undefined : !field.update) return false;
    if (field.kind === 'many') return false;
    return field.kind !== 'one' || (field.links?.[mode].includes('connect') ?? false);
  });
}
