import { attempt } from './entries.js';
import { lineage, type PrivateStorage } from './private-storage.js';

/** What an entry of any list tells: the class that it is about, and the types that it leads to. */
interface Entry {
  readonly target?: unknown;
  readonly interfaceClasses?: readonly object[] | undefined;
  readonly getType?: (() => unknown) | undefined;
  readonly getReturnType?: () => unknown;
  readonly getObjectType?: () => unknown;
  readonly getClassTypes?: () => readonly unknown[];
  readonly options?: { readonly arg?: { readonly getType: () => unknown } };
}

/**
 * The classes that hand-written code says something about, or leads to, with those that they extend. Only these have to be types of TypeGraphQL.
 *
 * Rather too many than too few: the whole storage is looked at, whether an application uses it or not.
 */
export function touchedClasses(storage: PrivateStorage, named: readonly object[]): ReadonlySet<unknown> {
  const touched = new Set<unknown>();
  const touch = (type: unknown): void => {
    if (typeof type === 'function') for (const each of lineage(type)) touched.add(each);
  };
  named.forEach(touch);
  for (const list of Object.values(storage) as readonly unknown[]) {
    if (Array.isArray(list)) for (const entry of list as readonly Entry[]) typesIn(entry).forEach(touch);
  }
  return touched;
}

function typesIn(entry: Entry): readonly unknown[] {
  return [
    entry.target,
    ...(entry.interfaceClasses ?? []),
    attempt(() => entry.getType?.()),
    attempt(() => entry.getReturnType?.()),
    attempt(() => entry.getObjectType?.()),
    attempt(() => entry.options?.arg?.getType()),
    ...(attempt(() => entry.getClassTypes?.()) ?? []),
  ];
}
