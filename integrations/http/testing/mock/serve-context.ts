import type { Resource } from '../../resource/resource.js';
import type { Asked } from './asked.js';
import type { Matched } from './match.js';
import type { DeclaredOperation } from '../operations.js';
import type { MockSettings } from './settings.js';
import type { Store } from './store.js';

/** A request that an operation answers, and what with. */
export interface Serving<Operation extends DeclaredOperation = DeclaredOperation> extends Matched<Operation> {
  readonly resource: Resource;
  readonly asked: Asked;
  readonly store: Store;
  readonly settings: MockSettings;
  /** What links begin with: an origin, or nothing where they are relative. */
  readonly origin: string;
  /** Answers of creates and actions by their idempotency keys. */
  readonly answered: Map<string, ServedAnswer>;
}

/** An answer before it is put into what the operation puts around it. */
export interface ServedAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** What is where in the body; nothing for no body. */
  readonly body?: readonly BodyPart[];
  /** Errors of GraphQL. */
  readonly errors?: readonly object[];
}

/** A value at a path of names; the body itself at none. */
export type BodyPart = readonly [path: readonly string[], value: unknown];
