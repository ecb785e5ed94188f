/** What is in a JSON document at a path; null where there is nothing or JSON's null. */
export function jsonAt(document: unknown, path: readonly string[]): unknown {
  let value: unknown = document;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return null;
    if (Array.isArray(value)) value = /^-?\d+$/.test(key) ? (value as readonly unknown[]).at(Number(key)) : undefined;
    else value = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
  }
  return value ?? null;
}

/** Whether two JSON values are the same, whatever the order of their keys. */
export function jsonEqual(left: unknown, right: unknown): boolean {
  if (typeof left !== 'object' || left === null || typeof right !== 'object' || right === null) return left === right;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const [first, second] = [entriesOf(left), entriesOf(right)];
  return (
    first.length === second.length && first.every(([key, value]) => Object.hasOwn(right, key) && jsonEqual(value, Reflect.get(right, key)))
  );
}

const entriesOf = (value: object): readonly [string, unknown][] => Object.entries(value).filter(([, each]) => each !== undefined);
