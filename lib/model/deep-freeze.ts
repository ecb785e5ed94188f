/** Freezes plain objects and lists all the way down; classes, adapters and other instances are left as they are. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Map) {
    Object.freeze(value);
    for (const each of value.values()) deepFreeze(each);
    return value;
  }
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return value;
  Object.freeze(value);
  for (const each of Object.values(value)) deepFreeze(each);
  return value;
}
