import type { GraphQLSchema } from 'graphql';
import { buildSchemaSync, getMetadataStorage, Query, Resolver, type BuildSchemaOptions } from 'type-graphql';

// TypeGraphQL keeps what decorators say in one process-wide storage, and the options of a build in static fields. Each of our
// builds runs against a private copy of the storage, and puts the static fields back, so that no schema sees another's.

type Lists = Record<string, object[]>;

const host = globalThis as { TypeGraphQLMetadataStorage?: unknown };

/** What declares and builds a schema sees: the private storage. */
export interface PrivateStorage {
  readonly objectTypes: readonly { readonly name: string; readonly target: object }[];
  readonly interfaceTypes: readonly { readonly name: string; readonly target: object }[];
  readonly fields: readonly { readonly name: string; readonly target: object; readonly schemaName: string }[];
  readonly queries: readonly { readonly target: object; readonly schemaName: string }[];
  fieldResolvers: readonly { readonly kind: string; readonly target: object; readonly methodName: string; getObjectType?(): object }[];
}

/** Runs `declare`, which applies decorators as plain functions and gives the build options, then builds. Synchronous throughout. */
export function buildIsolated(declare: (storage: PrivateStorage) => BuildSchemaOptions): GraphQLSchema {
  resetBuildOptions();
  const storage = privateCopy(getMetadataStorage() as unknown as Lists);
  return within(storage, () => {
    const view = storage as unknown as PrivateStorage;
    const options = declare(view);
    view.fieldResolvers = view.fieldResolvers.filter(({ kind, target }) => kind !== 'external' || isUsed(options.resolvers, target));
    try {
      return buildSchemaSync(options);
    } finally {
      resetBuildOptions();
    }
  });
}

function within<T>(storage: unknown, run: () => T): T {
  const shared = host.TypeGraphQLMetadataStorage;
  host.TypeGraphQLMetadataStorage = storage;
  try {
    return run();
  } finally {
    host.TypeGraphQLMetadataStorage = shared;
  }
}

const emptyStorage = (): Lists => new (getMetadataStorage().constructor as new () => Lists)();

/** Copies lists and entries; what an earlier build computed into a type's entry is dropped, so that it is computed anew. */
function privateCopy(shared: Lists): Lists {
  const copy = emptyStorage();
  for (const [name, list] of Object.entries(shared)) {
    if (!Array.isArray(list)) continue;
    const stale = name.endsWith('Types') ? { fields: undefined, directives: undefined, extensions: undefined } : {};
    copy[name] = list.map((entry) => ({ ...entry, ...stale }));
  }
  return copy;
}

/** A build walks the field resolvers of the whole process; those for another application's types would make this one fail. */
function isUsed(resolvers: readonly object[], target: object): boolean {
  return resolvers.some((resolver) => resolver === target || Object.prototype.isPrototypeOf.call(target, resolver));
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
    buildSchemaSync({ resolvers: [Minimal], validate: false });
  });
}
