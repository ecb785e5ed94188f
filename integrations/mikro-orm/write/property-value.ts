import { Reference, type EntityManager } from '@mikro-orm/core';
import type { Property } from '../metadata.js';

/** The value that a property holds for a checked value of its field, which has the JavaScript type of the field's scalar type. */
export function propertyValue(em: EntityManager, property: Property, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  if (property.kind === 'embedded') return embeddedValue(em, property, value);
  if (property.kind !== 'scalar') return property.ref ? Reference.wrapReference(value, property as never) : value;
  if (property.array || Array.isArray(value)) return (value as readonly unknown[]).map((each) => scalarValue(property, each));
  return scalarValue(property, value);
}

function scalarValue({ runtimeType, type }: Property, value: unknown): unknown {
  switch (typeof value) {
    case 'bigint':
      return runtimeType === 'bigint' ? value : runtimeType === 'number' ? Number(value) : String(value);
    case 'string':
      if (runtimeType === 'Date') return new Date(value);
      return runtimeType === 'number' && type !== 'json' ? Number(value) : value;
    default:
      return value;
  }
}

/** Embedded objects are instances of their class. */
function embeddedValue(em: EntityManager, property: Property, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => embeddedValue(em, property, each));
  const parts = Object.entries(value as object).map(([name, part]): [string, unknown] => {
    const inner = property.embeddedProps[name];
    return [name, inner ? propertyValue(em, inner, part) : part];
  });
  const { embeddable } = property as unknown as { readonly embeddable: new () => object };
  return em.create(embeddable, Object.fromEntries(parts) as never, { persist: false, partial: true } as never);
}
