import { lineage, type PrivateStorage } from './private-storage.js';

/** A field resolver of a resolver class. */
export interface ResolvedField {
  /** The class that it is for. */
  readonly type: unknown;
  readonly resolver: object;
  readonly method: string;
  readonly schemaName: string;
  /** Its type, where the decorator was given one or could tell it. */
  readonly getType?: (() => unknown) | undefined;
}

/** The field resolvers of resolver classes, by the class that they are for. */
export function fieldResolversByType(storage: PrivateStorage): ReadonlyMap<unknown, readonly ResolvedField[]> {
  const external = storage.fieldResolvers.filter(({ kind }) => kind === 'external');
  const found = external.flatMap(({ target, methodName, schemaName, getType }) => {
    const type = typeOfResolver(storage, target);
    return type === undefined ? [] : [{ type, resolver: target, method: methodName, schemaName, getType }];
  });
  return groupBy(found, ({ type }) => type);
}

/** What a resolver class is for; a base class without a type of its own is for that of a class which extends it. */
function typeOfResolver({ resolverClasses }: PrivateStorage, target: object): unknown {
  const own = resolverClasses.find((each) => each.target === target);
  const inherited = resolverClasses.filter((each) => each !== own && lineage(each.target).includes(target));
  return [...(own ? [own] : []), ...inherited].map((each) => attempt(() => each.getObjectType())).find((type) => type !== undefined);
}

/** The result, or undefined where a thunk of the application's own throws; the build of the schema tells why. */
export function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}

/** Lists the items of each key. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => unknown): ReadonlyMap<unknown, readonly T[]> {
  const groups = new Map<unknown, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
