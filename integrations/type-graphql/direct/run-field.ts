import type { Inputs, JsonText, ReadContext } from '../../../lib/plugin.js';

/** What a field at the root runs with. */
export interface FieldCall {
  readonly inputs: Inputs;
  readonly context: ReadContext;
  /** What resolvers would get. */
  readonly contextValue: unknown;
  /** Remembers the payload of what was written. */
  readonly keep: (payload: object) => void;
}

/** A field at the root that needs no resolvers. */
export interface RunField {
  /** Whether its error leaves the others as they are. */
  readonly nullable: boolean;
  /** Undefined where resolvers have to give it. */
  readonly run: (call: FieldCall) => Promise<JsonText | undefined>;
}
