import type { TokenEndpointResponse } from 'oauth4webapi';
import type { Actor } from '../../../../lib/plugin.js';
import type { Clock } from '../clock.js';
import { InvalidUpstreamOption } from '../errors.js';
import type { Authentication, AuthenticationCall, AuthenticationContext, Authenticator, Credentials } from './authentication.js';
import { bearerCredentials, tokenOf } from './bearer.js';
import { Keepers } from './keepers.js';
import { TokenEndpoint } from './token-endpoint.js';
import { callbackFailure } from './token-failure.js';
import type { GetToken, Token } from './token-keeper.js';

/** A client of an authorization server. */
export interface OAuthClientOptions {
  /** The token endpoint; https, or http on this machine. */
  readonly tokenUrl: string;
  readonly clientId: string;
  /** Left out for public clients. */
  readonly clientSecret?: string | (() => string);
  /** How the client proves who it is: `basic` in a header, `post` in the body. Default: `basic`. */
  readonly clientAuthentication?: 'basic' | 'post';
  /** Scopes, with spaces between. */
  readonly scope?: string;
  /** Further parameters, such as `audience` or `resource`. */
  readonly parameters?: Readonly<Record<string, string>>;
}

export interface RefreshTokenOptions extends OAuthClientOptions {
  /** The refresh token, or a callback that gives the one of the actor. */
  readonly refreshToken: string | ((actor: Actor) => string | Promise<string>);
  /** What tells actors apart, such as their key; required where the refresh token is the actor's. */
  readonly identity?: (actor: Actor) => string;
  /** Told of the refresh token that takes the place of the last one, before anything is asked with the new access token. */
  readonly onRotate?: (refreshToken: string, actor: Actor) => void | Promise<void>;
}

/**
 * OAuth 2.0 client credentials (RFC 6749, 4.4). Needs the package oauth4webapi.
 *
 * @throws GM_UPSTREAM_INVALID_OPTION
 * @example
 * clientCredentials({ tokenUrl: 'https://id.example.com/token', clientId: 'planner', clientSecret: () => readSecret(), scope: 'read' })
 */
export function clientCredentials(options: OAuthClientOptions): Authentication {
  requireTokenUrl(options.tokenUrl);
  return oauth('clientCredentials', (context) => {
    const endpoint = new TokenEndpoint(options, context);
    const getter = (): GetToken => async () => tokenFrom(await endpoint.clientCredentials(), context.clock);
    return new Keepers(() => '', getter, context);
  });
}

/**
 * OAuth 2.0 refresh tokens (RFC 6749, 6), rotated ones included. Needs the package oauth4webapi.
 *
 * @throws GM_UPSTREAM_INVALID_OPTION
 * @example
 * refreshToken({ tokenUrl, clientId: 'planner', refreshToken: (user) => store.tokenOf(user), identity: (user) => store.idOf(user), onRotate: store.set })
 */
export function refreshToken(options: RefreshTokenOptions): Authentication {
  const { refreshToken: given, identity } = options;
  requireTokenUrl(options.tokenUrl);
  if (typeof given === 'function' && !identity)
    throw InvalidUpstreamOption.create({
      option: 'auth',
      expected: 'refreshToken() with an identity, so that tokens of actors are told apart',
    });
  return oauth('refreshToken', (context) => {
    const endpoint = new TokenEndpoint(options, context);
    return new Keepers(identity ?? (() => ''), (actor) => refreshing(options, actor, endpoint, context.clock), context);
  });
}

function refreshing({ refreshToken: given, onRotate }: RefreshTokenOptions, actor: Actor, endpoint: TokenEndpoint, clock: Clock): GetToken {
  let rotated: string | undefined;
  return async () => {
    const used = rotated ?? (await called(() => (typeof given === 'function' ? given(actor) : given)));
    // Where it fails, another process may have rotated it: the callback knows.
    if (typeof given === 'function') rotated = undefined;
    const response = await endpoint.refresh(used);
    rotated = response.refresh_token ?? used;
    const next = rotated;
    if (next !== used) await called(() => onRotate?.(next, actor));
    return tokenFrom(response, clock);
  };
}

async function called<T>(callback: () => T | Promise<T>): Promise<T> {
  try {
    return await callback();
  } catch (error) {
    throw callbackFailure(error);
  }
}

function oauth(name: string, keepersOf: (context: AuthenticationContext) => Keepers): Authentication {
  return Object.freeze({ name, open: (context: AuthenticationContext) => new KeptTokens(keepersOf(context)) });
}

class KeptTokens implements Authenticator {
  readonly #keepers: Keepers;

  constructor(keepers: Keepers) {
    this.#keepers = keepers;
  }

  async credentials({ actor }: AuthenticationCall): Promise<Credentials> {
    return bearerCredentials((await this.#keepers.of(actor).current()).value);
  }

  async renew(refused: Credentials, { actor }: AuthenticationCall): Promise<Credentials | undefined> {
    const token = await this.#keepers.of(actor).successor(tokenOf(refused));
    return token && bearerCredentials(token.value);
  }
}

const tokenFrom = ({ access_token: value, expires_in: seconds }: TokenEndpointResponse, clock: Clock): Token => ({
  value,
  expires: seconds === undefined ? undefined : clock.date() + seconds * 1000,
});

function requireTokenUrl(text: string): void {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = url !== undefined && /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (url && url.username === '' && (url.protocol === 'https:' || (url.protocol === 'http:' && isLocal))) return;
  throw InvalidUpstreamOption.create({ option: 'auth', expected: 'OAuth with an https URL of a token endpoint' });
}
