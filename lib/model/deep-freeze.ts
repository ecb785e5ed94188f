/**
 * Freezes plain objects and lists all the way down; classes, adapters and other instances are left as they are.
 *
 * `seen` remembers lists: fields share those of their operators, and each would be looked through once for each field.
 */
export function deepFreeze<T>(value: T, seen = new Set<object>()): T {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Map) {
    Object.freeze(value);
    for (const each of value.values()) deepFreeze(each, seen);
    return value;
  }
  const isList = Array.isArray(value);
  if (isList ? seen.has(value) : Object.getPrototypeOf(value) !== Object.prototype) return value;
  if (isList) seen.add(value);
  Object.freeze(value);
  for (const each of isList ? value : Object.values(value)) deepFreeze(each, seen);
  return value;
}
