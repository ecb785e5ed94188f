import type { ReadContext } from '../interface/interface-adapter.js';

/** Who wrote: the `id` of an actor, null for the anonymous one; or the system. */
export interface HistoryAuthor {
  readonly actor: string | null;
  readonly system: boolean;
}

/** One change of an object. */
export interface HistoryEntry<Item> {
  readonly at: Date;
  readonly operation: 'create' | 'update' | 'delete';
  /** Why it happened; null where nothing was said, and for what the system wrote where `author` is null. */
  readonly reason: string | null;
  /** Null for whom `history.author` does not allow. */
  readonly author: HistoryAuthor | null;
  /** The object as it was, and as it became; null where it was not there, or may not be seen as it was. */
  readonly before: Item | null;
  readonly after: Item | null;
}

/** Which changes are wanted, and what of the object. */
export interface HistoryOptions<S = undefined> extends Pick<ReadContext, 'deleted' | 'session' | 'signal' | 'timeoutMs'> {
  /** Changes at most, newest first. Default: `limits.pageSize`. */
  readonly first?: number | undefined;
  /** The `endCursor` of the page before. */
  readonly after?: string | undefined;
  /** What to read of each state. Default: all its own values that are not lazy. */
  readonly select?: S;
}
