import type { AddressRules } from '../address/address-rules.js';
import type { UpstreamMethod } from '../request.js';

/** A request as it goes out: complete, with credentials. */
export interface TransportRequest {
  readonly method: UpstreamMethod;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
  /** Aborted when nobody waits any more, while the body is read, too. */
  readonly signal: AbortSignal;
  /** Which addresses may be connected to. The host of the URL was looked at; what its name resolves to is for the transport, where it can. */
  readonly addresses: AddressRules;
}

/** An answer whose body is still to be read. */
export interface TransportAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Chunks of the body, or null where there is none. Ends with an error where the body is truncated. */
  readonly body: AsyncIterable<Uint8Array> | null;
  /** Whether the chunks are still encoded as `Content-Encoding` says. */
  readonly encoded: boolean;
}

/** Thrown by transports that would have to connect to an address that the rules do not allow. */
export class AddressDenied extends Error {
  constructor() {
    super('The address may not be connected to.');
    this.name = 'AddressDenied';
  }
}

/** How requests are sent. Redirects are not followed, and nothing is repeated. */
export interface Transport {
  send(request: TransportRequest): Promise<TransportAnswer>;
  close(): Promise<void>;
}
