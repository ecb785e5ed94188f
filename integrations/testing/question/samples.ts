import { isEnumType, isListType, isNonNullType, isScalarType, type GraphQLInputType, type GraphQLLeafType } from 'graphql';
import type { ManagerModel } from '../../../lib/plugin.js';
import { keyText } from '../world/keys.js';
import type { Examined, World } from '../world/world.js';

/** Values to ask with: what is hidden from the actor first, since an answer that depends on it is a leak. */
export class Samples {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** The values of a field, or of a part of an embedded one. */
  values(manager: ManagerModel, path: readonly string[]): readonly unknown[] {
    const [field = ''] = path;
    const objects = this.#objects(manager).toSorted((left, right) => Number(isHidden(right, field)) - Number(isHidden(left, field)));
    return objects.map(({ row }) => valueAt(row, path)).filter((value) => value !== null && value !== undefined);
  }

  /** Whether something of a field is hidden, so that asking about it can tell. */
  touches(manager: ManagerModel, field: string): boolean {
    return this.#objects(manager).some((object) => isHidden(object, field));
  }

  /** Whether anything is hidden of the objects of a manager, be it only that they are there. */
  hides(manager: ManagerModel): boolean {
    return this.#objects(manager).some(({ hidden }) => hidden);
  }

  /** Whether the actor reads no object at all: then most questions get the same answer. */
  isClosed(manager: ManagerModel): boolean {
    return this.#objects(manager).every(({ hidden }) => hidden);
  }

  /** Keys of hidden or of visible objects. */
  keys(manager: ManagerModel, hidden: boolean): readonly unknown[] {
    return this.#objects(manager)
      .filter((each) => each.hidden === hidden)
      .map(({ key }) => key);
  }

  /** A key like those that there are, of no object. */
  missingKey(manager: ManagerModel): unknown {
    const known = this.#objects(manager);
    const [first] = known;
    if (!first) return undefined;
    const taken = new Set(known.map(({ id }) => id));
    for (let number = MISSING; ; number += 1) {
      const key = otherKey(first.key, number);
      if (key === undefined || !taken.has(keyText(key))) return key;
    }
  }

  #objects({ name }: ManagerModel): readonly Examined[] {
    return [...(this.#world.get(name)?.values() ?? [])];
  }
}

/** Fits into a smallint, and is hardly ever reached there. */
const MISSING = 31_973;

const isHidden = ({ hidden, fields }: Examined, field: string): boolean => hidden || fields.has(field);

function otherKey(key: unknown, number: number): unknown {
  if (typeof key === 'number') return number;
  if (typeof key === 'bigint') return BigInt(number);
  if (key instanceof Date) return new Date(Date.UTC(1903, 0, 1 + number));
  if (typeof key === 'string') return otherText(key, number);
  if (typeof key !== 'object' || key === null) return undefined;
  // One other part makes another key; texts may be of a kind that takes no other ones.
  const parts = Object.entries(key);
  const [changed] = parts.find(([, value]) => typeof value !== 'string') ?? parts[0] ?? [];
  return Object.fromEntries(parts.map(([name, value]) => [name, name === changed ? otherKey(value, number) : value]));
}

function otherText(key: string, number: number): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(key)) return new Date(Date.UTC(1903, 0, 1 + number)).toISOString().slice(0, 10);
  return /^[\da-f]{8}(-[\da-f]{4}){3}-/i.test(key) ? `${'0'.repeat(8)}-0000-4000-8000-${two(number)}` : two(number);
}

const two = (number: number): string => String(number).padStart(12, '0');

function valueAt(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const name of path) {
    const holder: unknown = Array.isArray(found) ? found[0] : found;
    if (typeof holder !== 'object' || holder === null) return undefined;
    found = Reflect.get(holder, name);
  }
  return found;
}

/** A value as a client writes it in variables: lists where lists are taken; undefined where the type has no text for it. */
export function written(type: GraphQLInputType, value: unknown): unknown {
  if (isNonNullType(type)) return written(type.ofType, value);
  if (isListType(type)) {
    const items = [value].flat().map((item) => written(type.ofType, item));
    return items.includes(undefined) ? undefined : items;
  }
  if (!isScalarType(type) && !isEnumType(type)) return undefined;
  return leaf(type, Array.isArray(value) && type.name !== 'JSON' ? (value as readonly unknown[])[0] : value);
}

function leaf(type: GraphQLLeafType, value: unknown): unknown {
  try {
    const text = type.name === 'ID' && (typeof value === 'bigint' || value instanceof Date) ? keyText(value) : type.serialize(value);
    // What does not come back was no value of the type.
    if (text === undefined || text === null) return undefined;
    type.parseValue(text);
    return text;
  } catch {
    return undefined;
  }
}
