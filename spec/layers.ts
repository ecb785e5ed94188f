import { matchesGlob } from 'node:path';

/** The layers of the pyramid, from its base upwards, as in docs/guides/test-strategy.md. */
export const LAYERS = ['unit', 'contract', 'integration', 'end-to-end', 'chaos', 'performance'] as const;

export type Layer = (typeof LAYERS)[number];

/** Which specs are in which layer; the first that matches counts, so exceptions come first. */
export const PLACES: readonly (readonly [pattern: string, layer: Layer])[] = [
  // Limits of time, memory and statements.
  ['spec/bench/*.spec.ts', 'performance'],
  ['spec/integrations/graphql-server/memory.spec.ts', 'performance'],
  ['spec/integrations/type-graphql/large-model.spec.ts', 'performance'],
  // Upstreams, connections, clients and processes that fail, or are hostile.
  ['spec/chaos/*.spec.ts', 'chaos'],
  ['spec/integrations/graphql-server/{concurrency,hostile,shutdown}.spec.ts', 'chaos'],
  ['spec/integrations/http/upstream/{deadlines,resilience}.spec.ts', 'chaos'],
  ['spec/integrations/testing/fault-server.spec.ts', 'chaos'],
  ['spec/permission/{attacks,non-interference}.spec.ts', 'chaos'],
  // Whole applications through their own doors, in the way of a user.
  ['spec/package.spec.ts', 'end-to-end'],
  ['spec/{samples,docs}/*.spec.ts', 'end-to-end'],
  ['spec/integrations/http/resources/end-to-end.spec.ts', 'end-to-end'],
  ['spec/integrations/testing/samples.spec.ts', 'end-to-end'],
  // One answer wherever it comes from: ports, routes, back ends.
  ['spec/contract/*.spec.ts', 'contract'],
  ['spec/direct/*.spec.ts', 'contract'],
  ['spec/{permission,integrations/http/resources}/differential.spec.ts', 'contract'],
  // One thing alone, without a database or a network.
  ['spec/{lib,architecture,decorators,support}/**/*.spec.ts', 'unit'],
  ['spec/toolchain.spec.ts', 'unit'],
  // What is left: parts together, on a real database or a real server.
  ['spec/**/*.spec.ts', 'integration'],
];

/** The layer of a spec, by its path from the root of the project. */
export function layerOf(path: string): Layer | undefined {
  return PLACES.find(([pattern]) => matchesGlob(path, pattern))?.[1];
}
