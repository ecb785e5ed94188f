import type { Buffer } from 'node:buffer';
import type * as Undici from 'undici';
import type { AddressRules } from '../address/address-rules.js';
import { checkedLookup, type Lookup } from '../address/checked-lookup.js';
import { ACCEPT_ENCODING } from '../body/decode.js';
import type { Transport, TransportAnswer, TransportRequest } from './transport.js';

/** How connections are made and kept. */
export interface UndiciTransportOptions {
  /** Milliseconds until a connection stands, TLS included. Default: 3,000. */
  readonly connectMs?: number;
  /** Connections to an origin. Default: 64. */
  readonly connections?: number;
  /** Milliseconds that an unused connection is kept. Default: 4,000. */
  readonly keepAliveMs?: number;
  /** Certificates and keys of TLS, as those of `tls.connect`; certificates of upstreams are always verified. */
  readonly tls?: { readonly ca?: string | Buffer; readonly cert?: string | Buffer; readonly key?: string | Buffer };
  /** Resolves names. Default: `dns.lookup`. */
  readonly lookup?: Lookup;
}

/**
 * Sends over connections of its own, which are kept; needs the package undici. Addresses are checked when a connection is made, so that a
 * name that resolves to something else the second time leads nowhere.
 *
 * @example
 * openUpstream({ baseUrl: 'https://api.example.com', transport: undiciTransport() })
 */
export function undiciTransport(options: UndiciTransportOptions = {}): Transport {
  return new UndiciTransport(options);
}

class UndiciTransport implements Transport {
  readonly #options: UndiciTransportOptions;
  /** Connections are shared only by those who may connect to the same addresses. */
  readonly #agents = new Map<AddressRules, Undici.Agent>();
  #undici: typeof Undici | undefined;

  constructor(options: UndiciTransportOptions) {
    this.#options = options;
  }

  async send({ method, url, headers, body, signal, addresses }: TransportRequest): Promise<TransportAnswer> {
    this.#undici ??= await import('undici');
    signal.throwIfAborted();
    const answer = await this.#undici.request(url, {
      dispatcher: this.#agentFor(addresses),
      method,
      headers: { 'accept-encoding': ACCEPT_ENCODING, ...headers },
      body: body ?? null,
      signal,
      // The deadline of the attempt holds for both.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    return { status: answer.statusCode, headers: headersOf(answer), body: answer.body, encoded: true };
  }

  async close(): Promise<void> {
    const agents = [...this.#agents.values()];
    this.#agents.clear();
    await Promise.all(agents.map((agent) => agent.close()));
  }

  #agentFor(addresses: AddressRules): Undici.Agent {
    const known = this.#agents.get(addresses);
    if (known) return known;
    const { connectMs = 3000, connections = 64, keepAliveMs = 4000, tls, lookup } = this.#options;
    const { Agent } = this.#undici ?? {};
    if (!Agent) throw new TypeError('undici is not loaded');
    const connect = { ...tls, timeout: connectMs, lookup: checkedLookup(addresses, lookup) };
    const agent = new Agent({ connections, pipelining: 1, keepAliveTimeout: keepAliveMs, connect });
    this.#agents.set(addresses, agent);
    return agent;
  }
}

function headersOf({ headers }: Undici.Dispatcher.ResponseData): Headers {
  const result = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    for (const each of Array.isArray(value) ? value : [value]) if (each !== undefined) result.append(name, each);
  }
  return result;
}
