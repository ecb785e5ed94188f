import { getMetadataStorage } from 'type-graphql';
import type { PrivateStorage } from '../storage/private-storage.js';

type Lists = Record<string, readonly object[]>;

/** An empty storage. */
export function emptyStorage(): object {
  // Apart from `new`: TypeScript 7.0.2 leaves out the parentheses that one expression of both would need.
  const Storage = getMetadataStorage().constructor as new () => object;
  return new Storage();
}

/** Copies lists and entries; what an earlier build computed into a type's entry is dropped, so that it is computed anew. */
export function copyStorage(): PrivateStorage {
  const copy = emptyStorage() as Lists;
  for (const [name, list] of Object.entries(getMetadataStorage() as unknown as Lists)) {
    if (!Array.isArray(list)) continue;
    const stale = name.endsWith('Types') ? { fields: undefined, directives: undefined, extensions: undefined } : {};
    copy[name] = list.map((entry: object) => ({ ...entry, ...stale }));
  }
  return copy as unknown as PrivateStorage;
}
