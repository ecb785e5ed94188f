import type { ManagerModel } from '../model/model.js';
import type { WriteOperation } from '../permission/decide.js';
import type { OperationArgs } from './plugin.js';

/** An operation as observers are told of it: what the model bounds, and none of its data. */
export interface ObservedOperation {
  readonly operation: OperationArgs['operation'];
  readonly manager: ManagerModel;
  /** The action, where it is one that the manager has. */
  readonly action?: string;
  readonly caller: 'actor' | 'system';
  /** What it gives: rows, or the text of a response, which the source wrote. */
  readonly gives: 'rows' | 'text';
}

/** How an operation went. */
export interface OperationOutcome {
  /** What the caller gets to see: an error of the project, or a masked one. */
  readonly error?: Error;
  /** Objects that were read, or that were asked to be written; unknown where the source wrote a text. */
  readonly rows?: number;
  /** Statements that it asked of its database, or requests of its upstream; operations within it have their own. */
  readonly statements: number;
  /** Whether it had to be left to another way, which is observed as well: nothing has been written then. */
  readonly leftOff?: boolean;
}

/** A request to an API as observers are told of it when it arrives. */
export interface ObservedRequest {
  readonly protocol: 'graphql';
  /** A header by its name in lower case. */
  header(name: string): string | undefined;
}

/** What a request asked for. */
export interface RequestedOperation {
  readonly type: 'query' | 'mutation' | 'subscription';
  /** As the client wrote it: whoever keeps it has to bound it. */
  readonly name?: string;
  /** Whether its document is one that the server knows, so that there are not many. */
  readonly trusted: boolean;
}

/** How a request went. */
export interface RequestOutcome {
  /** Undefined where it was refused before it was known what it asks for. */
  readonly operation?: RequestedOperation;
  /** Whether no resolver was called. */
  readonly direct: boolean;
  /** Codes of errors as clients see them. */
  readonly errors: readonly string[];
}

/** An attempt to deliver a durable event as observers are told of it. */
export interface ObservedDelivery {
  /** The same at each attempt. */
  readonly event: string;
  /** The plugin that it is for. */
  readonly consumer: string;
  /** The name of the manager of the object, and what happened to that. */
  readonly manager: string;
  readonly operation: WriteOperation;
  readonly attempt: number;
  /** What `onEnqueue` gave when it was written. */
  readonly trace: Readonly<Record<string, string>>;
}

/** How an attempt to deliver an event went. */
export interface DeliveryOutcome {
  readonly error?: Error;
}

/** A question to the cache, as observers are told of it: names, and none of its data. */
export interface CacheObservation {
  /** Of the manager, or of the computation. */
  readonly name: string;
  readonly kind: 'manager' | 'computation';
  readonly scope: 'none' | 'request' | 'dependency' | 'timeout';
  /**
   * `hit`: given as it was kept; `wait`: computed by somebody else who was at it already; `miss`: computed; `stale`: computed, since something had
   * changed; `bypass`: computed beside the cache; `error`: the same, since a source did not answer.
   */
  readonly outcome: 'hit' | 'wait' | 'miss' | 'stale' | 'bypass' | 'error';
}

/** What observes one operation or request. It cannot change how that goes: what it throws is logged. */
export interface Observation<Outcome> {
  /** Runs it within what surrounds it, such as a context that asynchronous calls inherit: calls `run` once, and gives what that gives. */
  within?<T>(run: () => T): T;
  /** Told once. */
  ended(outcome: Outcome): void;
}
