import { ArrayType, Type, types } from '@mikro-orm/core';
import type { ScalarType } from '../../../lib/plugin.js';
import type { Property } from '../metadata.js';
import { isListType, scalarTypeOf } from './column-type.js';

/** What kind of values a property holds. */
export interface ValueShape {
  readonly type: ScalarType;
  readonly list: boolean;
  readonly looksLike?: ScalarType;
}

const LOOKS: Readonly<Record<string, ScalarType>> = Object.freeze({
  string: 'string',
  number: 'float',
  boolean: 'boolean',
  bigint: 'bigint',
  Date: 'datetime',
  Buffer: 'blob',
});

const SHIPPED: ReadonlySet<unknown> = new Set(Object.values(types));

/** Tells the type of a property's values: the column's, unless a type of the application's own converts them. */
export function shapeOf(property: Property, typeOf?: (property: Property) => ScalarType): ValueShape {
  const columnType = property.columnTypes?.[0] ?? property.type;
  const list = isListType(columnType) || property.customType instanceof ArrayType;
  const custom = ownType(property);
  if (custom && !list) return { type: 'custom', list, looksLike: looksLike(custom) };
  return { type: typeOf?.(property) ?? scalarTypeOf(columnType), list };
}

/** The property's type where it is one of the application's own, not one that MikroORM ships. */
export function ownType({ customType }: Property): Type<unknown> | undefined {
  if (!customType) return undefined;
  return SHIPPED.has(customType.constructor) ? undefined : customType;
}

/** A type says what its JavaScript values look like by overriding `runtimeType`; the inherited one speaks of the column only. */
function looksLike(type: Type<unknown>): ScalarType {
  let owner: object | null = Object.getPrototypeOf(type) as object | null;
  while (owner && owner !== Type.prototype) {
    if (Object.hasOwn(owner, 'runtimeType')) return LOOKS[type.runtimeType] ?? 'json';
    owner = Object.getPrototypeOf(owner) as object | null;
  }
  return 'json';
}
