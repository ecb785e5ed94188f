import {
  ENUM_OPERATORS,
  INVALID,
  LIST_OPERATORS,
  operatorsOf,
  capitalised,
  parseScalar,
  scalarField,
  type EmbeddableModel,
  type EnumModel,
  type Operator,
  type ScalarField,
  type ScalarType,
  type ValueField,
} from '../../../lib/plugin.js';
import type { WantedField } from '../declare/operation-options.js';
import type { EnumDeclaration, ObjectDeclaration, ResourceField, ScalarDeclaration } from '../field/resource-field.js';
import { membersOf } from './enum-members.js';
import { placeAt } from './place-at.js';
import { Mismatch, typeText } from './mismatch.js';
import type { CompiledField } from './resource.js';

/** Where the enums and objects of fields are gathered, and how they are called. */
export interface FieldContext {
  /** The name of a type that a field declares: of its own, or made of this and the field's name. */
  readonly owner: string;
  readonly enums: EnumModel[];
  readonly embeddables: EmbeddableModel[];
  /** Whether writes may say the field at all. */
  readonly writable: boolean;
}

/** Makes a field ready to be described, read and written. */
export function compileField(context: FieldContext, name: string, declared: ResourceField): CompiledField {
  const { options } = declared;
  const from = (options.from ?? name).split('.');
  const made = declared.kind === 'object' ? compileObject(context, name, declared) : compileValue(context, name, declared);
  const decode = declared.list ? listOf(made.decode) : made.decode;
  const fallback: unknown = options.default ?? null;
  return {
    name,
    declared,
    from,
    wanted: wantedOf(from, made.fields),
    model: made.model,
    fields: made.fields,
    decode: (source) => {
      const value = valueAt(source, from);
      if (value === undefined && options.optional) return fallback;
      if (value === null && (options.nullable || options.optional)) return fallback;
      try {
        const decoded = decode(value);
        if (decoded !== null || isNullable(declared)) return decoded ?? fallback;
        throw new Mismatch([], 'null', made.expected);
      } catch (error) {
        throw error instanceof Mismatch ? error.within(...from) : error;
      }
    },
    encode: (value) => {
      if (value === null || value === undefined) return value;
      return declared.list ? (value as readonly unknown[]).map(made.encode) : made.encode(value);
    },
  };
}

interface Made {
  readonly model: CompiledField['model'];
  readonly fields: readonly CompiledField[];
  readonly expected: string;
  readonly decode: (value: unknown) => unknown;
  readonly encode: (value: unknown) => unknown;
}

const listOf =
  (decode: (value: unknown) => unknown) =>
  (value: unknown): unknown => {
    if (!Array.isArray(value)) throw new Mismatch([], typeText(value), 'a list');
    return value.map((item: unknown, index) => {
      try {
        const decoded = decode(item);
        if (decoded === null) throw new Mismatch([], 'null', 'a value');
        return decoded;
      } catch (error) {
        throw error instanceof Mismatch ? error.within(index) : error;
      }
    });
  };

const isNullable = ({ options }: ResourceField): boolean =>
  (options.nullable === true || options.optional === true) && hasNoDefault(options);

const hasNoDefault = (options: { readonly default?: unknown }): boolean => options.default === undefined;

function common(context: FieldContext, name: string, declared: ResourceField): Pick<ScalarField, 'name'> & Omit<BaseOfField, 'kind'> {
  const { options } = declared;
  const primary = declared.kind === 'scalar' && declared.primary;
  const nested = (options.from ?? name).includes('.');
  const nullable = isNullable(declared);
  const readOnly = !context.writable || (options.readOnly ?? (primary || nested));
  return {
    name,
    publicName: name,
    ...(options.description !== undefined && { description: options.description }),
    exposed: true,
    nullable,
    readOnly,
    optional: nullable || options.default !== undefined || (primary && readOnly),
    lazy: false,
  };
}

type BaseOfField = Pick<ScalarField, 'publicName' | 'exposed' | 'nullable' | 'readOnly' | 'optional' | 'lazy'> & {
  readonly description?: string;
};

function compileValue(context: FieldContext, name: string, declared: ScalarDeclaration | EnumDeclaration): Made {
  const { parse, serialize } = declared.options;
  const model = valueModel(context, name, declared);
  const item = { ...model, list: false } as ValueField;
  const check = declared.kind === 'enum' ? enumChecker(declared) : scalarChecker(item as ScalarField);
  const expected = declared.kind === 'enum' ? 'a member of its enum' : EXPECTED[declared.type];
  return {
    model,
    fields: [],
    expected,
    decode: (value) => {
      const parsed = parse && value !== null && value !== undefined ? parse(value) : value;
      if (parsed === null) return null;
      const decoded = check(parsed);
      if (decoded === INVALID) throw new Mismatch([], typeText(value), expected);
      return decoded;
    },
    encode: (value) => (serialize ? (serialize as (value: unknown) => unknown)(value) : toJson(value)),
  };
}

/** What JSON has for a value. */
export function toJson(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'bigint' ? String(value) : value;
}

/** Makes of one value, or of one item of a list, what the upstream takes. */
export const itemEncoder = ({ model, encode }: CompiledField): CompiledField['encode'] =>
  model.list ? (value) => (encode([value]) as readonly unknown[])[0] : encode;

/** What is read need not be what could be stored elsewhere: texts are taken as they are. */
const scalarChecker =
  (field: ScalarField) =>
  (value: unknown): unknown => {
    if (value === undefined) return INVALID;
    if (field.type === 'string') return typeof value === 'string' ? value : INVALID;
    // Numbers that come as texts are another type.
    if (field.type === 'int' && typeof value !== 'number' && !field.primary) return INVALID;
    return parseScalar(field, value);
  };

function enumChecker({ members }: EnumDeclaration): (value: unknown) => unknown {
  const values = new Set<unknown>(membersOf(members).map(({ value }) => value));
  return (value) => (values.has(value) ? value : INVALID);
}

function valueModel(context: FieldContext, name: string, declared: ScalarDeclaration | EnumDeclaration): ValueField {
  const primary = declared.kind === 'scalar' && declared.primary;
  const shared = {
    ...common(context, name, declared),
    list: declared.list,
    primary,
    unique: primary,
    sortable: !declared.list && !(declared.kind === 'scalar' && declared.type === 'json'),
  };
  if (declared.kind === 'enum') {
    const enumeration = { name: declared.name ?? `${context.owner}${capitalised(name)}`, members: membersOf(declared.members) };
    context.enums.push(enumeration);
    return { ...shared, kind: 'enum', enum: enumeration.name, operators: declared.list ? LIST_OPERATORS : ENUM_OPERATORS };
  }
  return scalarField(name, declared.type, { ...shared, ...(declared.list ? {} : { operators: operators(declared.type) }) });
}

/** Documents have no order here. */
const operators = (type: ScalarType): readonly Operator[] =>
  type === 'json' ? operatorsOf(type).filter((each) => !['gt', 'gte', 'lt', 'lte'].includes(each)) : operatorsOf(type);

function compileObject(context: FieldContext, name: string, declared: ObjectDeclaration): Made {
  const embeddable = declared.name ?? `${context.owner}${capitalised(name)}`;
  const inner: FieldContext = { ...context, owner: embeddable };
  const fields = Object.entries(declared.fields).map(([each, field]) => compileField(inner, each, field));
  context.embeddables.push({ name: embeddable, fields: fields.map(({ model }) => model) });
  return {
    model: { ...common(context, name, declared), kind: 'embedded', embeddable, list: declared.list, queryable: !declared.list },
    fields,
    expected: 'an object',
    decode: (value) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Mismatch([], typeText(value), 'an object');
      return Object.fromEntries(fields.map((field) => [field.name, field.decode(value)]));
    },
    encode: (value) => encodeObject(fields, value as object),
  };
}

/** An object as the upstream has it: each value where it comes from. */
export function encodeObject(fields: readonly CompiledField[], value: object): object {
  const made: Record<string, unknown> = {};
  for (const field of fields) {
    if (!Object.hasOwn(value, field.name)) continue;
    placeAt(made, field.from, field.encode(Reflect.get(value, field.name)));
  }
  return made;
}

/** What is at a path of own properties; undefined where there is nothing. Behind null there is null. */
function valueAt(source: unknown, path: readonly string[]): unknown {
  let value = source;
  for (const name of path) {
    if (value === null) return null;
    if (typeof value !== 'object' || !Object.hasOwn(value, name)) return undefined;
    value = Reflect.get(value, name);
  }
  return value;
}

const wantedOf = ([name = '', ...rest]: readonly string[], fields: readonly CompiledField[]): WantedField => ({
  name,
  fields: rest.length > 0 ? [wantedOf(rest, fields)] : fields.map(({ wanted }) => wanted),
});

const EXPECTED: Readonly<Record<ScalarType, string>> = Object.freeze({
  string: 'a text',
  int: 'a whole number',
  float: 'a number',
  bigint: 'a whole number',
  decimal: 'a decimal',
  boolean: 'a boolean',
  date: 'a date (YYYY-MM-DD)',
  time: 'a time (HH:MM:SS)',
  datetime: 'an instant (ISO 8601 with its zone)',
  localDatetime: 'a date and time',
  uuid: 'a UUID',
  interval: 'an interval',
  json: 'JSON',
  blob: 'bytes',
  custom: 'a value',
});
