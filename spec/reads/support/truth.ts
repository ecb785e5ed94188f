// What a filter means, written down once more and without SQL: the independent side of the comparison with PostgreSQL.

/** Three-valued truth; `undefined` is unknown. */
export type Truth = boolean | undefined;

type Plain = Readonly<Record<string, unknown>>;

/** What an operand or a stored value is turned into before it is compared: numbers by size, texts by code points. */
export type Comparable = bigint | number | string | boolean;

/** The rows that a filter walks along, as their columns are called. */
export interface World {
  readonly things: readonly Plain[];
  readonly shelves: readonly Plain[];
}

export const and = (values: readonly Truth[]): Truth => (values.includes(false) ? false : values.includes(undefined) ? undefined : true);
export const or = (values: readonly Truth[]): Truth => (values.includes(true) ? true : values.includes(undefined) ? undefined : false);
export const not = (value: Truth): Truth => (value === undefined ? undefined : !value);

/** Whether a filter holds for a thing. */
export const thingMatches = (world: World, thing: Plain, filter: Plain): Truth => new Reader(world).object('thing', thing, filter);

/** Whether a filter holds for a shelf. */
export const shelfMatches = (world: World, shelf: Plain, filter: Plain): Truth => new Reader(world).object('shelf', shelf, filter);

class Reader {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  object(kind: 'thing' | 'shelf', row: Plain, filter: Plain): Truth {
    return and(Object.entries(filter).map(([key, value]) => this.#entry(kind, row, key, value)));
  }

  #entry(kind: 'thing' | 'shelf', row: Plain, key: string, value: unknown): Truth {
    const inner = (each: unknown): Truth => this.object(kind, row, each as Plain);
    if (key === 'and') return and((value as readonly unknown[]).map(inner));
    if (key === 'or') return or((value as readonly unknown[]).map(inner));
    if (key === 'not') return not(inner(value));
    if (key === 'vault') return value === null;
    if (key === 'shelf') return this.#shelf(row, value);
    if (key === 'things') return this.#things(row, value as Plain);
    if (key === 'measure') return and(Object.values(value as Plain).map((each) => compareAll('int', row['measure_width'], each)));
    return compareAll(TYPES[key] ?? 'text', row[key] ?? null, value);
  }

  /** To-one: true only where there is one of which it is true; `null` where there is none. Never unknown. */
  #shelf(row: Plain, filter: unknown): Truth {
    const shelf = this.#world.shelves.find(({ id }) => id === row['shelf_id']);
    if (filter === null) return shelf === undefined;
    return shelf !== undefined && this.object('shelf', shelf, filter as Plain) === true;
  }

  #things(shelf: Plain, filter: Plain): Truth {
    const things = this.#world.things.filter((thing) => thing['shelf_id'] === shelf['id']);
    const truths = (where: unknown): readonly Truth[] => things.map((thing) => this.object('thing', thing, where as Plain));
    return and(
      Object.entries(filter).map(([quantifier, where]) => {
        if (quantifier === 'some') return truths(where).includes(true);
        return quantifier === 'none' ? !truths(where).includes(true) : truths(where).every((truth) => truth === true);
      }),
    );
  }
}

export type Type =
  | 'text'
  | 'int'
  | 'float'
  | 'bigint'
  | 'decimal'
  | 'boolean'
  | 'date'
  | 'time'
  | 'instant'
  | 'uuid'
  | 'enum'
  | 'list'
  | 'json';

/** The type of each field that is not a text. */
const TYPES: Readonly<Record<string, Type>> = {
  id: 'int',
  size: 'int',
  floor: 'int',
  weight: 'float',
  serial: 'bigint',
  price: 'decimal',
  fragile: 'boolean',
  made: 'date',
  opens: 'time',
  seen: 'instant',
  noted: 'instant',
  code: 'uuid',
  mood: 'enum',
  tint: 'enum',
  grade: 'enum',
  tags: 'list',
  counts: 'list',
  facts: 'json',
};

function compareAll(type: Type, stored: unknown, filter: unknown): Truth {
  if (filter === null) return stored === null;
  if (!isObject(filter)) return compare(type, stored, 'eq', filter);
  const { path, ...operators } = filter;
  const at = type === 'json' ? locate(stored, (path ?? []) as readonly string[]) : stored;
  return and(Object.entries(operators).map(([operator, operand]) => compare(type, at, operator, operand)));
}

function compare(type: Type, stored: unknown, operator: string, operand: unknown): Truth {
  if (operator === 'isNull') return (stored === null) === operand;
  if (operand === null && operator === 'eq') return stored === null;
  if (operand === null && operator === 'ne') return stored !== null;
  // Asked of an empty list, there is nothing left to be unknown.
  if (operator === 'in' && (operand as readonly unknown[]).length === 0) return false;
  if (operator === 'notIn' && (operand as readonly unknown[]).length === 0) return true;
  if (stored === null) return undefined;
  if (type === 'json') return compareJson(stored, operator, operand);
  if (type === 'list') return compareList(stored as readonly unknown[], operator, operand);
  if (MATCHERS[operator]) return MATCHERS[operator](stored as string, operand as string);
  return compareOrdered(operator, comparable(type, stored), operand, (each) => comparable(type, each));
}

export function compareOrdered(operator: string, stored: Comparable, operand: unknown, convert: (value: unknown) => Comparable): Truth {
  const list = (): readonly Comparable[] => (operand as readonly unknown[]).map(convert);
  if (operator === 'in') return list().some((each) => order(stored, each) === 0);
  if (operator === 'notIn') return list().every((each) => order(stored, each) !== 0);
  const sign = order(stored, convert(operand));
  return { eq: sign === 0, ne: sign !== 0, gt: sign > 0, gte: sign >= 0, lt: sign < 0, lte: sign <= 0 }[operator];
}

/** NaN equals itself and is greater than every other number, as in PostgreSQL. */
export function order(left: Comparable, right: Comparable): number {
  if (typeof left === 'string' && typeof right === 'string') return Buffer.compare(Buffer.from(left), Buffer.from(right));
  if (Number.isNaN(left) || Number.isNaN(right)) return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
  return left < right ? -1 : Number(left > right);
}

export function comparable(type: Type, value: unknown): Comparable {
  switch (type) {
    case 'int':
    case 'bigint':
      return BigInt(value as string | number | bigint);
    case 'float':
      return Number(value);
    case 'decimal':
      return scaled(String(value));
    case 'boolean':
      return value === true;
    case 'time':
      return String(value).padEnd(8, ':00').padEnd(9, '.').padEnd(15, '0');
    case 'instant':
      return micros(value);
    case 'date':
      return value instanceof Date ? value.toISOString().slice(0, 10) : String(value);
    case 'uuid':
      return String(value).toLowerCase();
    default:
      return String(value);
  }
}

/** `-1.5e1` in units of 10⁻¹². */
function scaled(text: string): bigint {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = /^([+-]?)(\d*)\.?(\d*)(?:e(.*))?$/i.exec(text) ?? [];
  const places = 12 + Number(exponent) - fraction.length;
  const digits = BigInt(whole + fraction);
  const size = places >= 0 ? digits * 10n ** BigInt(places) : digits / 10n ** BigInt(-places);
  return sign === '-' ? -size : size;
}

/** Stored texts have microseconds and mean UTC; operands are as exact as a Date is. */
function micros(value: unknown): bigint {
  if (value instanceof Date) return BigInt(value.getTime()) * 1000n;
  const [seconds = '', fraction = ''] = String(value).replace('Z', '').split('.');
  return BigInt(Date.parse(`${seconds}Z`)) * 1000n + BigInt(fraction.padEnd(6, '0'));
}

/** Characters by their single counterparts, not by the rules of a language. */
const lower = (text: string): string =>
  Array.from(text, (each) => (each.toLowerCase().at(0) === each.toLowerCase() ? each.toLowerCase() : simple(each))).join('');
const simple = (character: string): string => (character === 'İ' ? 'i' : character.toLowerCase());

type Matcher = (text: string, operand: string) => boolean;

const MATCHERS: Readonly<Record<string, Matcher>> = {
  contains: (text, part) => text.includes(part),
  startsWith: (text, part) => text.startsWith(part),
  endsWith: (text, part) => text.endsWith(part),
  like,
  ilike: (text, pattern) => like(lower(text), lower(pattern)),
  ieq: (text, other) => lower(text) === lower(other),
  icontains: (text, part) => lower(text).includes(lower(part)),
  istartsWith: (text, part) => lower(text).startsWith(lower(part)),
  iendsWith: (text, part) => lower(text).endsWith(lower(part)),
};

/** `%` stands for any text, `_` for one character, and what follows a backslash for itself. */
function like(text: string, pattern: string): boolean {
  const [head = '', ...rest] = Array.from(pattern.matchAll(/\\?[^]/gu), ([token]) => token);
  if (pattern === '') return text === '';
  const tail = rest.join('');
  if (head === '%') return Array.from({ length: text.length + 1 }, (_each, start) => start).some((start) => like(text.slice(start), tail));
  const [first] = text;
  return first !== undefined && (head === '_' || head.replace('\\', '').padEnd(1, '\\') === first) && like(text.slice(first.length), tail);
}

function compareList(stored: readonly unknown[], operator: string, operand: unknown): Truth {
  const same = (): boolean => JSON.stringify(stored) === JSON.stringify(operand);
  switch (operator) {
    case 'eq':
      return same();
    case 'ne':
      return !same();
    case 'has':
      return stored.includes(operand);
    case 'hasSome':
      return (operand as readonly unknown[]).some((each) => stored.includes(each));
    case 'hasEvery':
      return (operand as readonly unknown[]).every((each) => stored.includes(each));
    default:
      return (stored.length === 0) === operand;
  }
}

/** What is in a document at a path; a missing key and a JSON null are both null. */
function locate(document: unknown, path: readonly string[]): unknown {
  let value = document;
  for (const key of path) {
    if (Array.isArray(value)) value = /^-?\d+$/.test(key) ? (value.at(Number(key)) as unknown) : undefined;
    else value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }
  return value ?? null;
}

function compareJson(stored: unknown, operator: string, operand: unknown): Truth {
  if (MATCHERS[operator]) return typeof stored === 'string' ? MATCHERS[operator](stored, String(operand)) : undefined;
  if (operator === 'in' || operator === 'notIn') {
    const found = (operand as readonly unknown[]).some((each) => canonical(stored) === canonical(each));
    return found === (operator === 'in');
  }
  if (operator === 'eq' || operator === 'ne') return (canonical(stored) === canonical(operand)) === (operator === 'eq');
  // One type only; the specs order scalars, no documents.
  if (typeof stored !== typeof operand || typeof stored === 'object') return undefined;
  return compareOrdered(operator, stored as Comparable, operand, (each) => each as Comparable);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const keys = Object.keys(value).toSorted();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join()}}`;
}

const isObject = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
