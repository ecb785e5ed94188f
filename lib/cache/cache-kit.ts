import type { ReadPlan } from '../plan/read-plan.js';
import type { CanonicalHash } from './canonical-hash.js';
import type { Dependency } from './change-log.js';
import type { Epochs } from './epochs.js';
import type { ModelReferences } from './model-references.js';
import type { Recordings } from './recording.js';
import type { RequestCaches } from './request-cache.js';
import type { ScopedCache } from './scoped-cache.js';

/** What everything that is cached works with. */
export interface CacheKit {
  readonly scoped: ScopedCache;
  readonly requests: RequestCaches;
  readonly recordings: Recordings;
  readonly epochs: Epochs;
  readonly references: ModelReferences;
  /** The beginning of each key: the version of entries, the model, the version of the application. */
  readonly hash: () => CanonicalHash;
  /** What a plan depends on; undefined where that cannot be told. */
  readonly dependenciesOf: (plan: ReadPlan) => readonly Dependency[] | undefined;
}
