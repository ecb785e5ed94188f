import type * as OAuth from 'oauth4webapi';
import { AddressRules } from '../address/address-rules.js';
import { readBytes } from '../body/read-bytes.js';
import { decode, encodingsOf } from '../body/decode.js';
import { Deadline } from '../deadline.js';
import type { AuthenticationContext } from './authentication.js';
import type { OAuthClientOptions } from './oauth.js';
import { TokenFailure } from './token-failure.js';

/** What a grant needs of oauth4webapi. */
interface GrantArguments {
  readonly oauth: typeof OAuth;
  readonly server: OAuth.AuthorizationServer;
  readonly client: OAuth.Client;
  readonly authentication: OAuth.ClientAuth;
  readonly parameters: Record<string, string>;
  readonly options: OAuth.TokenEndpointRequestOptions;
}

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 65_536;

/** The token endpoint of an authorization server, asked by oauth4webapi over the transport of the upstream. */
export class TokenEndpoint {
  readonly #options: OAuthClientOptions;
  readonly #context: AuthenticationContext;
  readonly #addresses: AddressRules;

  constructor(options: OAuthClientOptions, context: AuthenticationContext) {
    this.#options = options;
    this.#context = context;
    this.#addresses = new AddressRules(context.addresses, new URL(options.tokenUrl));
  }

  clientCredentials(): Promise<OAuth.TokenEndpointResponse> {
    return this.#grant(async ({ oauth, server, client, authentication, parameters, options }) => {
      const response = await oauth.clientCredentialsGrantRequest(server, client, authentication, parameters, options);
      return oauth.processClientCredentialsResponse(server, client, response);
    });
  }

  refresh(refreshToken: string): Promise<OAuth.TokenEndpointResponse> {
    return this.#grant(async ({ oauth, server, client, authentication, parameters, options }) => {
      const additionalParameters = parameters;
      const response = await oauth.refreshTokenGrantRequest(server, client, authentication, refreshToken, {
        ...options,
        additionalParameters,
      });
      return oauth.processRefreshTokenResponse(server, client, response);
    });
  }

  async #grant(ask: (grant: GrantArguments) => Promise<OAuth.TokenEndpointResponse>): Promise<OAuth.TokenEndpointResponse> {
    const { upstream, clock, events } = this.#context;
    const begin = clock.now();
    const deadline = new Deadline(clock, { upstream, operation: 'token' }, TIMEOUT_MS);
    let outcome: 'success' | 'failure' = 'failure';
    try {
      const response = await deadline.race(this.#arguments(deadline.signal).then(ask));
      if (response.token_type !== 'bearer') throw new TokenFailure('the token endpoint gave a token that is no bearer token');
      outcome = 'success';
      return response;
    } catch (error) {
      throw error instanceof TokenFailure ? error : new TokenFailure(reasonOf(error));
    } finally {
      deadline.end();
      if (events.isHeard) events.tell({ type: 'token-refresh', upstream, durationMs: clock.now() - begin, outcome });
    }
  }

  async #arguments(signal: AbortSignal): Promise<GrantArguments> {
    const oauth = await import('oauth4webapi');
    const { tokenUrl, clientId, clientSecret, clientAuthentication = 'basic', scope, parameters } = this.#options;
    const secret = typeof clientSecret === 'function' ? clientSecret() : clientSecret;
    const proofs = { basic: oauth.ClientSecretBasic, post: oauth.ClientSecretPost };
    return {
      oauth,
      server: { issuer: new URL(tokenUrl).origin, token_endpoint: tokenUrl },
      client: { client_id: clientId },
      authentication: secret === undefined ? oauth.None() : proofs[clientAuthentication](secret),
      parameters: { ...(scope !== undefined && { scope }), ...parameters },
      options: {
        signal,
        [oauth.customFetch]: (url, { body, headers }) => this.#send(url, headers, body.toString(), signal),
        // oxlint-disable-next-line typescript/no-deprecated -- the options allow http on this machine only
        ...(tokenUrl.startsWith('http:') && { [oauth.allowInsecureRequests]: true }),
      },
    };
  }

  async #send(url: string, headers: Record<string, string>, body: string, signal: AbortSignal): Promise<Response> {
    const { transport } = this.#context;
    const answer = await transport.send({ method: 'POST', url, headers, body, signal, addresses: this.#addresses });
    const encodings = encodingsOf(answer.headers);
    if (!encodings) throw new TokenFailure('the answer of the token endpoint cannot be decoded');
    const content = answer.body && (await readBytes(answer.encoded ? decode(answer.body, encodings) : answer.body, MAX_BYTES));
    if (content === undefined) throw new TokenFailure('the answer of the token endpoint is too large');
    return new Response(content?.byteLength ? Buffer.from(content) : null, { status: answer.status, headers: answer.headers });
  }
}

/** Why there is no token: the code of the error (RFC 6749, 5.2), and nothing else that was answered. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'error' in error ? error.error : undefined;
  if (typeof code === 'string' && /^[a-z_]{1,60}$/.test(code)) return `the token endpoint answered "${code}"`;
  return 'the token endpoint did not answer, or not as it has to';
}
