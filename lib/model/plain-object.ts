/** Whether a value is an object of no class, written by hand or from JSON: never a list, a date or another instance. Input objects of GraphQL have no prototype. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
