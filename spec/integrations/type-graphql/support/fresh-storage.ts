const host = globalThis as { TypeGraphQLMetadataStorage?: unknown };

/** Gives each test of a suite a process-wide TypeGraphQL storage of its own, so that faulty declarations do not outlive it. */
export function useFreshStorage(): void {
  let shared: unknown;
  beforeEach(() => {
    shared = host.TypeGraphQLMetadataStorage;
    host.TypeGraphQLMetadataStorage = undefined;
  });
  afterEach(() => {
    host.TypeGraphQLMetadataStorage = shared;
  });
}
