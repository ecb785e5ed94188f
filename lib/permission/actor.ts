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
  for (let type = classOf(holder); type && type !== Object.prototype; type = classOf(type)) {
    const inherited = Object.getOwnPropertyDescriptor(type, name);
    if (inherited) return inherited.get && Reflect.get(holder, name);
  }
  return undefined;
}

const classOf = (holder: object): object | null => Object.getPrototypeOf(holder) as object | null;
