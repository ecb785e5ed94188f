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
  // By its names: a list of the values of each of so many objects would be made for this alone.
  for (const name in value) if (typeof value[name] === 'object') deepFreeze(value[name], seen);
  return value;
}
