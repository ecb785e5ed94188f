import type { ScalarType } from '../../../lib/plugin.js';
import type { DatetimeOptions, EnumOptions, FieldOptions, IdOptions, ListFieldOptions, ObjectFieldOptions } from './field-options.js';
import type { AnyFieldOptions, EnumDeclaration, Members, ObjectDeclaration, ResourceField, ScalarDeclaration } from './resource-field.js';

type Make<Value, Options extends FieldOptions<Value> = FieldOptions<Value>> = (options?: Options) => ScalarDeclaration;

const scalar =
  <Value>(type: ScalarType): Make<Value> =>
  (options = {}) =>
    declared(type, options);

const declared = (type: ScalarType, options: AnyFieldOptions, primary = false): ScalarDeclaration =>
  Object.freeze({ kind: 'scalar', type, options, list: false, primary });

const id: Make<string | number | bigint, IdOptions> = ({ type = 'string', ...options } = {}) => declared(type, options, true);

/** Instants as texts, or as numbers that count from 1970. */
const datetime: Make<Date, DatetimeOptions> = ({ unix, ...options } = {}) => {
  if (!unix) return declared('datetime', options);
  const factor = unix === 'seconds' ? 1000 : 1;
  const counted: FieldOptions<Date> = {
    parse: (value) => (typeof value === 'number' ? new Date(value * factor) : value),
    serialize: (value) => Math.floor(value.getTime() / factor),
    ...options,
  };
  return declared('datetime', counted);
};

function enumeration(members: Members, { name, unknown, ...options }: EnumOptions = {}): EnumDeclaration {
  const known = new Set<unknown>(Array.isArray(members) ? members : Object.values(members));
  const lenient: AnyFieldOptions =
    unknown === 'null' ? { ...options, nullable: true, parse: (value) => own(options.parse, value, known) } : options;
  return Object.freeze({ kind: 'enum', members, name, options: lenient, list: false });
}

/** Null for what is no member. */
function own(parse: FieldOptions['parse'], value: unknown, known: ReadonlySet<unknown>): unknown {
  const parsed = parse ? parse(value) : value;
  return known.has(parsed) ? parsed : null;
}

function object(fields: Readonly<Record<string, ResourceField>>, { name, ...options }: ObjectFieldOptions = {}): ObjectDeclaration {
  return Object.freeze({ kind: 'object', fields, name, options: options, list: false });
}

function list(item: ResourceField, options: ListFieldOptions = {}): ResourceField {
  return Object.freeze({ ...item, options: { ...item.options, ...options }, list: true });
}

/**
 * The fields of a resource. Each says where its value is, whether it may be missing or null, and how it is converted; without more, a
 * field has the upstream's value of its own name, and that has to be there.
 *
 * Values in memory: `int`, `float` number · `bigint` bigint · `decimal` string · `date` 'YYYY-MM-DD' · `datetime` Date · `json` any.
 *
 * @example
 * const fields = {
 *   id: field.id({ type: 'int' }),
 *   owner: field.string({ from: 'owner.login' }),
 *   state: field.enum(['open', 'closed']),
 *   created: field.datetime({ from: 'created_at' }),
 *   labels: field.list(field.string(), { optional: true, default: [] }),
 *   size: field.object({ width: field.int(), height: field.int() }, { nullable: true }),
 * };
 */
export const field = Object.freeze({
  /** A part of the key. */
  id,
  string: scalar<string>('string'),
  int: scalar<number>('int'),
  float: scalar<number>('float'),
  bigint: scalar<bigint>('bigint'),
  decimal: scalar<string>('decimal'),
  boolean: scalar<boolean>('boolean'),
  date: scalar<string>('date'),
  time: scalar<string>('time'),
  datetime,
  uuid: scalar<string>('uuid'),
  json: scalar<unknown>('json'),
  /** One of some values: a list of them, or an object that names them. */
  enum: enumeration,
  /** An object without a key of its own. */
  object,
  /** A list of values, enum members or objects. */
  list,
});
