import type { Actor } from '../../../../lib/plugin.js';
import type { AddressOptions } from '../address/address-rules.js';
import type { Clock } from '../clock.js';
import type { PlainHeaders } from '../headers.js';
import type { EventTeller } from '../events.js';
import type { Transport } from '../transport/transport.js';

/** What proves to an upstream who asks. It never leaves its origin, and is in no error, event or answer. */
export interface Credentials {
  readonly headers?: PlainHeaders;
  readonly query?: readonly (readonly [name: string, value: string])[];
}

/** For whom credentials are wanted. */
export interface AuthenticationCall {
  readonly actor: Actor;
  readonly signal: AbortSignal;
}

/** Gives credentials for the requests of one upstream. */
export interface Authenticator {
  credentials(call: AuthenticationCall): Credentials | Promise<Credentials>;
  /** Gives others in the place of some that were refused with 401; undefined where there are none. */
  renew?(refused: Credentials, call: AuthenticationCall): Promise<Credentials | undefined>;
}

/** What an upstream lends its authentication. */
export interface AuthenticationContext {
  readonly upstream: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly transport: Transport;
  readonly addresses: AddressOptions;
  readonly events: EventTeller;
}

/** How an upstream is told who asks; without state, so that several upstreams can share it. */
export interface Authentication {
  readonly name: string;
  /** Parameters of queries that carry credentials; they are taken out of links that an upstream gives. */
  readonly parameters?: readonly string[];
  open(context: AuthenticationContext): Authenticator;
}
