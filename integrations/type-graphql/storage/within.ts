const host = globalThis as { TypeGraphQLMetadataStorage?: unknown };

/** Whether TypeGraphQL's decorators were used in this process; tells without loading it. */
export function isDecorated(): boolean {
  const lists: unknown[] = Object.values(host.TypeGraphQLMetadataStorage ?? {});
  return lists.some((list) => Array.isArray(list) && list.length > 0);
}

/** Runs with another storage in the place of the process-wide one; `run` has to be synchronous. */
export function within<T>(storage: object, run: () => T): T {
  const shared = host.TypeGraphQLMetadataStorage;
  host.TypeGraphQLMetadataStorage = storage;
  try {
    return run();
  } finally {
    host.TypeGraphQLMetadataStorage = shared;
  }
}
