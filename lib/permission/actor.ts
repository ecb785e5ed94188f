/** Who acts: any object of the application's own, or `null` for an anonymous actor. */
export type Actor = object | null;

/** Reads an own attribute of the actor by a dotted path; inherited properties (`constructor`, `__proto__`) are not attributes. */
export function attributeOf(actor: Actor, path: string): unknown {
  let value: unknown = actor;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = ownOrGetter(value, name);
  }
  return value;
}

function ownOrGetter(holder: object, name: string): unknown {
  if (Object.hasOwn(holder, name)) return Reflect.get(holder, name);
  const inherited = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(holder) ?? {}, name);
  const isGetter = inherited !== undefined && 'get' in inherited && inherited.get !== undefined;
  return isGetter && name !== '__proto__' ? Reflect.get(holder, name) : undefined;
}
