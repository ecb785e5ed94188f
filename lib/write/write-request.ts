import type { Row } from '../interface/result.js';
import type { WriteContext } from '../interface/write-unit.js';
import type { ManagerModel } from '../model/model.js';
import type { SelectionRequest } from '../plan/read-request.js';

interface Request {
  readonly manager: ManagerModel;
  /** What to read of what was written; default: nothing. */
  readonly select?: SelectionRequest | undefined;
}

/** What has to be true of an object for the write to happen: its version, or values of fields by property name. */
interface Expecting {
  readonly expected?: unknown;
}

/** How much a write of many may do. */
interface Bounded {
  readonly filter: unknown;
  /** Objects that may match. Default: `limits.maxWrites`. */
  readonly max?: number | undefined;
  /** Only counts. Default: false. */
  readonly dryRun?: boolean | undefined;
}

interface Making {
  readonly data: unknown;
  /** Also fields that the API never shows are written. Only the system may; of others it is ignored. Default: false. */
  readonly unexposed?: boolean;
}

/**
 * A write as every door hands it in: plain, unchecked input. Data is `{ field: value }` by property name; along relations see
 * `parseLink`.
 */
export type WriteRequest =
  | (Request & Making & { readonly kind: 'create' })
  | (Request & Making & { readonly kind: 'createMany' })
  | (Request & Expecting & { readonly kind: 'update'; readonly key: unknown; readonly data: unknown })
  | (Request & Expecting & { readonly kind: 'upsert'; readonly where: unknown; readonly create: unknown; readonly update: unknown })
  | (Request & Expecting & { readonly kind: 'delete'; readonly key: unknown })
  | (Request & { readonly kind: 'restore'; readonly key: unknown })
  | (Request & Bounded & { readonly kind: 'updateMany'; readonly data: unknown })
  | (Request & Bounded & { readonly kind: 'deleteMany' })
  | (Request & Expecting & { readonly kind: 'action'; readonly action: string; readonly key?: unknown; readonly arguments: unknown });

/** What accompanies a write and is no data. */
export interface WriteControl extends WriteContext {
  /** Why it happens; for history and audit. */
  readonly reason?: string | undefined;
  /** Of a create: whoever repeats it with the same key gets what was made the first time. Default: none. */
  readonly idempotencyKey?: string | undefined;
}

/** What a write did. */
export interface WriteResult {
  /** How many objects were asked for: made, changed or removed, or with `dryRun` those that would be. */
  readonly count: number;
  /** With `dryRun`, how many of those the caller may not change. */
  readonly refused?: number;
  /** What was selected of each, in the order of the input; null for what the caller may not see. Empty where nothing was selected. */
  readonly rows: readonly (Row | null)[];
  /** What an action gave besides its object. */
  readonly result?: unknown;
}
