import { Buffer } from 'node:buffer';
import { InvalidUpstreamOption } from '../errors.js';
import { checkHeaders } from '../headers.js';
import type { Authentication, Credentials } from './authentication.js';

/** Where an API key goes. */
export type ApiKeyPlace = { readonly header: string } | { readonly query: string };

/** A secret, or what gives it for each request, so that it can be changed without a restart. */
export type Secret = string | (() => string);

const secretOf = (secret: Secret): string => (typeof secret === 'string' ? secret : secret());

/**
 * A key in a header or in the query. Take the header where both are possible: queries are logged on the way.
 *
 * @throws GM_UPSTREAM_INVALID_OPTION
 * @example
 * apiKey(() => process.env['API_KEY'] ?? '', { header: 'X-Api-Key' })
 */
export function apiKey(key: Secret, place: ApiKeyPlace): Authentication {
  if ('query' in place) {
    const { query: parameter } = place;
    return fixed('apiKey', () => ({ query: [[parameter, secretOf(key)]] }), [parameter]);
  }
  const name = place.header.toLowerCase();
  if ('refused' in checkHeaders({ [name]: '' }))
    throw InvalidUpstreamOption.create({ option: 'auth', expected: 'an API key with a valid header' });
  return fixed('apiKey', () => ({ headers: { [name]: secretOf(key) } }));
}

/**
 * A name and a password (RFC 7617).
 *
 * @throws GM_UPSTREAM_INVALID_OPTION
 */
export function basic(username: string, password: Secret): Authentication {
  if (username.includes(':')) throw InvalidUpstreamOption.create({ option: 'auth', expected: 'basic() with a name without a colon' });
  return fixed('basic', () => ({
    headers: { authorization: `Basic ${Buffer.from(`${username}:${secretOf(password)}`, 'utf8').toString('base64')}` },
  }));
}

/** Secrets stay in closures, where nothing that inspects or serializes objects finds them. */
function fixed(name: string, credentials: () => Credentials, parameters: readonly string[] = []): Authentication {
  return Object.freeze({ name, parameters, open: () => ({ credentials }) });
}
