import { Lru, type Actor } from '../../../../lib/plugin.js';
import type { Authentication, AuthenticationCall, AuthenticationContext, Authenticator, Credentials } from './authentication.js';
import { callbackFailure, TokenFailure } from './token-failure.js';

/** What a callback is told. */
export interface BearerCall {
  /** Who asks: null for nobody. */
  readonly actor: Actor;
  readonly signal: AbortSignal;
  /** A token of the callback's that the upstream refused with 401; another one is wanted. */
  readonly refused?: string;
}

export type BearerToken = string | ((call: BearerCall) => string | Promise<string>);

/**
 * A bearer token (RFC 6750), by value or from a callback, which is asked for each request and keeps what it needs itself. After a 401 it is
 * asked once for another token, however many requests were refused with the same.
 *
 * @example
 * bearer(({ actor }) => tokens.of(actor))
 */
export function bearer(token: BearerToken): Authentication {
  return Object.freeze({
    name: 'bearer',
    open: (context: AuthenticationContext) =>
      typeof token === 'string' ? { credentials: () => bearerCredentials(token) } : new CallbackAuthenticator(token, context),
  });
}

/** The header of a token. */
export const bearerCredentials = (token: string): Credentials => ({ headers: { authorization: `Bearer ${token}` } });

/** The token of a header. */
export const tokenOf = ({ headers }: Credentials): string => headers?.['authorization']?.slice('Bearer '.length) ?? '';

const MAX_RENEWALS = 1000;
const RENEWAL_MS = 10_000;
/** A callback that has no other token is not asked for one again sooner. */
const PAUSE_MS = 1000;

class CallbackAuthenticator implements Authenticator {
  readonly #callback: Exclude<BearerToken, string>;
  readonly #context: AuthenticationContext;
  /** What took the place of refused tokens. */
  readonly #renewals = new Lru<string, Promise<Credentials | undefined>>(MAX_RENEWALS);

  constructor(callback: Exclude<BearerToken, string>, context: AuthenticationContext) {
    this.#callback = callback;
    this.#context = context;
  }

  async credentials({ actor, signal }: AuthenticationCall): Promise<Credentials> {
    return bearerCredentials(await this.#ask({ actor, signal }));
  }

  renew(credentials: Credentials, call: AuthenticationCall): Promise<Credentials | undefined> {
    const refused = tokenOf(credentials);
    const known = this.#renewals.get(refused);
    if (known) return known;
    const renewal = this.#renew(refused, call);
    void this.#renewals.set(refused, renewal);
    return renewal;
  }

  async #renew(refused: string, { actor }: AuthenticationCall): Promise<Credentials | undefined> {
    const { upstream, clock, events } = this.#context;
    const begin = clock.now();
    const tell = (outcome: 'success' | 'failure'): void => {
      if (events.isHeard) events.tell({ type: 'token-refresh', upstream, durationMs: clock.now() - begin, outcome });
      if (outcome === 'failure') clock.after(PAUSE_MS, () => this.#renewals.delete(refused));
    };
    try {
      // Others wait for it, too, so that it does not end with one of them.
      const token = await this.#ask({ actor, signal: AbortSignal.timeout(RENEWAL_MS), refused });
      tell(token === refused ? 'failure' : 'success');
      return token === refused ? undefined : bearerCredentials(token);
    } catch (error) {
      tell('failure');
      throw error;
    }
  }

  async #ask(call: BearerCall): Promise<string> {
    try {
      const token: unknown = await this.#callback(call);
      if (typeof token === 'string' && token !== '') return token;
    } catch (error) {
      throw callbackFailure(error);
    }
    throw new TokenFailure('the callback gave no token');
  }
}
