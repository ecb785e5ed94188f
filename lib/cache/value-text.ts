import { isPlainObject } from '../model/plain-object.js';
import { NotPlain } from './canonical-hash.js';

/** The one name of an object that stands for a value which JSON has not. */
const TAG = '\u0000';

type Tagged = readonly [tag: string, ...parts: readonly unknown[]];

/** What values may have in them besides data: symbols and objects that both sides know, by names. */
export interface KnownParts {
  readonly symbols?: Readonly<Record<string, symbol>>;
  readonly objects?: readonly object[];
}

/**
 * JSON text of plain data, exactly: dates, bigints, bytes, maps, sets, undefined, `-0` and what is not finite come back as they were.
 *
 * @throws NotPlain for what has no such text: functions, instances of classes, what contains itself
 */
export function writeValue(value: unknown, { symbols = {}, objects = [] }: KnownParts = {}): string {
  const names = new Map(Object.entries(symbols).map(([name, symbol]) => [symbol, name]));
  const places = new Map(objects.map((object, index) => [object, index]));
  return JSON.stringify(toJson(value, { names, places, open: new Set() }));
}

/** The value of a text that {@link writeValue} has made; each time another one, so that whoever changes it changes nothing for others. */
export function readValue(text: string, known: KnownParts = {}): unknown {
  return fromJson(JSON.parse(text), known);
}

interface Writing {
  readonly names: ReadonlyMap<symbol, string>;
  readonly places: ReadonlyMap<object, number>;
  readonly open: Set<object>;
}

function toJson(value: unknown, writing: Writing): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0) ? value : tagged('n', Object.is(value, -0) ? '-0' : String(value));
    case 'bigint':
      return tagged('i', String(value));
    case 'undefined':
      return tagged('u');
    case 'object':
      return value === null ? null : objectToJson(value, writing);
    default:
      throw new NotPlain(`a ${typeof value}`);
  }
}

function objectToJson(value: object, writing: Writing): unknown {
  const place = writing.places.get(value);
  if (place !== undefined) return tagged('r', place);
  if (value instanceof Date) return tagged('d', String(value.getTime()));
  if (Buffer.isBuffer(value)) return tagged('B', value.toString('base64'));
  if (value instanceof Uint8Array) return tagged('b', Buffer.from(value).toString('base64'));
  if (writing.open.has(value)) throw new NotPlain('an object that contains itself');
  writing.open.add(value);
  const written = insideToJson(value, writing);
  writing.open.delete(value);
  return written;
}

function insideToJson(value: object, writing: Writing): unknown {
  if (Array.isArray(value)) return Array.from(value, (each) => toJson(each, writing));
  if (value instanceof Map)
    return tagged(
      'm',
      [...value].map((entry) => entry.map((each) => toJson(each, writing))),
    );
  if (value instanceof Set)
    return tagged(
      's',
      [...value].map((each) => toJson(each, writing)),
    );
  if (!isPlainObject(value)) throw new NotPlain(`an instance of ${value.constructor?.name ?? 'a class'}`);
  const symbols = Object.getOwnPropertySymbols(value);
  const written = Object.fromEntries(Object.entries(value).map(([name, each]): [string, unknown] => [name, toJson(each, writing)]));
  const isBare = Object.getPrototypeOf(value) === null;
  if (symbols.length === 0 && !isBare && !Object.hasOwn(value, TAG)) return written;
  return tagged(
    'o',
    isBare,
    Object.entries(written),
    symbols.map((symbol) => symbolToJson(value, symbol, writing)),
  );
}

function symbolToJson(value: object, symbol: symbol, writing: Writing): unknown {
  const name = writing.names.get(symbol);
  const property = Object.getOwnPropertyDescriptor(value, symbol);
  if (name === undefined || !property || property.get) throw new NotPlain('an object with a symbol');
  return [name, toJson(property.value, writing), property.enumerable === true];
}

const tagged = (tag: string, ...parts: readonly unknown[]): Readonly<Record<string, Tagged>> => ({ [TAG]: [tag, ...parts] });

function fromJson(value: unknown, known: KnownParts): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => fromJson(each, known));
  const tag = (value as Readonly<Record<string, Tagged>>)[TAG];
  if (tag) return fromTagged(tag, known);
  for (const [name, each] of Object.entries(value)) if (typeof each === 'object') assign(value, name, fromJson(each, known));
  return value;
}

/** `__proto__` is a name as any other here. */
const assign = (target: object, name: string | symbol, value: unknown, enumerable = true): void =>
  void Object.defineProperty(target, name, { value, enumerable, writable: true, configurable: true });

function fromTagged([tag, first, second, third]: Tagged, known: KnownParts): unknown {
  const list = (items: unknown): unknown[] => (items as readonly unknown[]).map((each) => fromJson(each, known));
  switch (tag) {
    case 'n':
      return Number(first);
    case 'i':
      return BigInt(first as string);
    case 'u':
      return undefined;
    case 'd':
      return new Date(Number(first));
    case 'B':
      return Buffer.from(first as string, 'base64');
    case 'b':
      return new Uint8Array(Buffer.from(first as string, 'base64'));
    case 'm':
      return new Map(list(first) as [unknown, unknown][]);
    case 's':
      return new Set(list(first));
    case 'r':
      return known.objects?.[first as number] ?? unknownPart();
    case 'o':
      return objectFrom(first === true, second as readonly [string, unknown][], third as readonly [string, unknown, boolean][], known);
    default:
      return unknownPart();
  }
}

function unknownPart(): never {
  throw new NotPlain('a part that is not known');
}

function objectFrom(
  isBare: boolean,
  entries: readonly (readonly [string, unknown])[],
  marks: readonly (readonly [string, unknown, boolean])[],
  known: KnownParts,
): object {
  const made = (isBare ? Object.create(null) : {}) as object;
  for (const [name, each] of entries) assign(made, name, fromJson(each, known));
  for (const [name, each, enumerable] of marks) {
    const symbol = known.symbols?.[name];
    if (symbol) assign(made, symbol, fromJson(each, known), enumerable);
  }
  return made;
}
