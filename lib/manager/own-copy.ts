import { isPlainObject } from '../model/plain-object.js';

/** A value for code that may change it: what is shown, and what others compute with, stays as it is. Objects of classes of one's own are the same. */
export function ownCopy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(ownCopy);
  if (value instanceof Date) return new Date(value);
  // That of a Buffer would share its bytes.
  if (value instanceof Uint8Array) return Uint8Array.prototype.slice.call(value);
  return isPlainObject(value) ? copyOf(value) : value;
}

function copyOf(object: object): object {
  const properties = Object.getOwnPropertyDescriptors(object) as Record<PropertyKey, PropertyDescriptor>;
  for (const name of Reflect.ownKeys(properties)) {
    const { [name]: property } = properties;
    if (property && 'value' in property) property.value = ownCopy(property.value);
  }
  return Object.create(Object.getPrototypeOf(object) as object | null, properties) as object;
}
