import type { Problem } from '../error/problem.js';
import type { WriteOperation } from '../permission/decide.js';
import type { WriteAuthor } from './write-unit.js';

/** What happened to an object, as it is put into a queue: one row for each consumer. */
export interface EnqueuedEvent {
  readonly consumers: readonly string[];
  readonly manager: string;
  /** The parts of its key, flattened. */
  readonly key: readonly unknown[];
  readonly operation: WriteOperation;
  readonly fields: readonly string[];
  /** What names the trace of the write. */
  readonly trace?: Readonly<Record<string, string>>;
}

/** Who may conclude an event: what is leased to somebody else by now concludes nothing. */
export interface EventLease {
  readonly id: string;
  /** Of one claim alone. */
  readonly token: string;
}

/** An event as a queue keeps it for one consumer. */
export interface StoredEvent {
  readonly id: string;
  readonly consumer: string;
  readonly manager: string;
  /** The parts of its key as texts. */
  readonly key: readonly string[];
  readonly operation: WriteOperation;
  readonly at: Date;
  /** How often it has been tried, this time included. */
  readonly attempt: number;
}

/** An event in the hands of a worker. */
export interface LeasedEvent extends StoredEvent, EventLease {
  readonly fields: readonly string[];
  readonly author: WriteAuthor;
  /** What names the trace of the write, where that was kept. */
  readonly trace?: Readonly<Record<string, string>>;
}

/** An event that is given up until somebody replays or skips it; it holds up the later ones of its object. */
export interface DeadEvent extends StoredEvent {
  readonly deadAt: Date;
  /** The code of the error, or the name of its class. */
  readonly error: string | null;
}

/** What waits for one consumer. */
export interface PendingEvents {
  readonly consumer: string;
  /** Events that are neither delivered nor dead, those in hand included. */
  readonly pending: number;
  readonly dead: number;
  /** When the oldest one that is not delivered happened. */
  readonly oldest: Date;
}

/** Which events are to be delivered again. */
export interface ReplaySelection {
  readonly consumer?: string | undefined;
  readonly ids?: readonly string[] | undefined;
  readonly since?: Date | undefined;
}

/** Events that a source keeps in the transaction that causes them, until their consumers have had them. All times are those of the source. */
export interface EventQueue {
  /** Whether the application has closed the source, so that nothing comes any more. */
  isClosed(): boolean;
  /** What the source lacks to keep events. */
  verify(): Promise<readonly Problem[]>;
  /**
   * Leases events that are due, the oldest first: of an object none before the earlier ones of the same consumer are delivered, and none while
   * another one is in hand.
   */
  claim(request: {
    readonly consumers: readonly string[];
    readonly limit: number;
    readonly leaseMs: number;
  }): Promise<readonly LeasedEvent[]>;
  /** Notes that an event was delivered; false where the lease is somebody else's by now. */
  complete(lease: EventLease): Promise<boolean>;
  /** Notes that a delivery failed: it is due again after a while, or dead. False where the lease is somebody else's by now. */
  fail(lease: EventLease, failure: { readonly error: string; readonly retryMs: number | undefined }): Promise<boolean>;
  /** What waits, by consumer. */
  pending(): Promise<readonly PendingEvents[]>;
  /** The dead events, the oldest first. */
  dead(request: { readonly consumer?: string | undefined; readonly limit: number }): Promise<readonly DeadEvent[]>;
  /** Makes events due again: the dead ones that match; with `ids` or `since` those that were delivered, too. Gives how many. @throws ContendedUnit */
  replay(selection: ReplaySelection): Promise<number>;
  /** Takes events for delivered that are not, so that the later ones of their objects go on; what is in hand stays. Gives how many. */
  skip(ids: readonly string[]): Promise<number>;
  /** Deletes events that were delivered or skipped before a time. Gives how many. */
  prune(before: Date): Promise<number>;
}
