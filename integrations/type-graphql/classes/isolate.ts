import 'reflect-metadata';
import { buildSchemaSync, Query, Resolver } from 'type-graphql';
import { lineage, type PrivateStorage } from '../storage/private-storage.js';
import { copyStorage, emptyStorage } from './copy-storage.js';
import { within } from '../storage/within.js';

// TypeGraphQL keeps what decorators say in one process-wide storage, and the options of a build in static fields. Each of our
// builds runs against a private copy of the storage, and puts the static fields back, so that no schema sees another's.

/**
 * Runs `build`, which applies decorators as plain functions and builds a schema, against a private copy of TypeGraphQL's storage.
 *
 * Of operations and field resolvers the copy has only those of the given resolver classes. Synchronous throughout, so that no
 * other code can register anything in between.
 */
export function isolated<T>(resolvers: readonly object[], build: (storage: PrivateStorage) => T): T {
  resetBuildOptions();
  const storage = copyStorage();
  keepHandlersOf(storage, new Set(resolvers.flatMap(lineage)));
  try {
    return within(storage, () => build(storage));
  } finally {
    resetBuildOptions();
  }
}

/** A build walks the field resolvers of the whole process; those for another application's types would make this one fail. */
function keepHandlersOf(storage: PrivateStorage, used: ReadonlySet<object>): void {
  const isUsed = ({ target }: { readonly target: object }): boolean => used.has(target);
  storage.queries = storage.queries.filter(isUsed);
  storage.mutations = storage.mutations.filter(isUsed);
  storage.subscriptions = storage.subscriptions.filter(isUsed);
  storage.fieldResolvers = storage.fieldResolvers.filter((each) => each.kind === 'internal' || isUsed(each));
}

/** Only a build that succeeds resets TypeGraphQL's static options; a minimal one therefore does. */
function resetBuildOptions(): void {
  within(emptyStorage(), () => {
    class Minimal {
      ok(): boolean {
        return true;
      }
    }
    Resolver()(Minimal);
    Query(() => Boolean)(Minimal.prototype, 'ok', Object.getOwnPropertyDescriptor(Minimal.prototype, 'ok') ?? {});
    buildSchemaSync({ resolvers: [Minimal], validate: false, skipCheck: true });
  });
}
