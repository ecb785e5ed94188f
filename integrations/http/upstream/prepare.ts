import type { Sending } from '../../../lib/plugin.js';
import { failure, InvalidRequest, type UpstreamFacts } from './errors.js';
import { checkHeaders, type PlainHeaders } from './headers.js';
import type { UpstreamMethod, UpstreamRequest } from './request.js';
import { targetOf } from './target.js';

/** A request that was checked, without credentials. */
export interface PreparedRequest {
  readonly facts: UpstreamFacts;
  readonly method: UpstreamMethod;
  readonly base: URL;
  readonly url: string;
  readonly headers: PlainHeaders;
  readonly body: string | Uint8Array | undefined;
  readonly isRepeatable: boolean;
  /** Statuses of refusals that are no errors. */
  readonly accept: readonly number[] | undefined;
  /** Surrounds each time that it is sent. */
  readonly sending: Sending;
}

const NOT_IDEMPOTENT: ReadonlySet<UpstreamMethod> = new Set(['POST', 'PATCH']);

/** What an upstream adds to its requests, and takes away. */
export interface PrepareOptions {
  readonly base: () => URL;
  readonly headers: PlainHeaders;
  readonly encodedSlashes: boolean;
  /** Parameters of queries that carry credentials. */
  readonly secretParameters: readonly string[];
}

/**
 * Checks a request and puts it together.
 *
 * @throws GM_UPSTREAM_INVALID_REQUEST
 */
export function prepare(request: UpstreamRequest, facts: UpstreamFacts, options: PrepareOptions): Omit<PreparedRequest, 'sending'> {
  const { method, body, idempotencyKey } = request;
  const refuse = (reason: string): never => {
    throw failure(InvalidRequest, { ...facts, reason });
  };
  const base = options.base();
  const target = targetOf(base, request.target, options);
  if ('refused' in target) return refuse(target.refused);
  if (body && (method === 'GET' || method === 'HEAD')) return refuse(`a ${method} request has a body`);
  const headers = headersOf(request, options.headers);
  if (typeof headers === 'string') return refuse(headers);
  return {
    facts,
    method,
    base,
    url: withQuery(target.url, request.query ?? [], options.secretParameters),
    headers,
    body: body?.content,
    accept: request.accept,
    isRepeatable: request.repeatable ?? (!NOT_IDEMPOTENT.has(method) || idempotencyKey !== undefined),
  };
}

/** The headers of a request beside those of all, or why they cannot be sent. */
function headersOf({ headers, body, idempotencyKey }: UpstreamRequest, common: PlainHeaders): PlainHeaders | string {
  if (!headers && !body && idempotencyKey === undefined) return common;
  const checked = checkHeaders({
    ...headers,
    ...(body && { 'content-type': body.contentType }),
    ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
  });
  return 'refused' in checked ? checked.refused : { ...common, ...checked.headers };
}

/** Links that an upstream gives may repeat the credentials that it was asked with. */
function withQuery(url: string, query: NonNullable<UpstreamRequest['query']>, secret: readonly string[]): string {
  if (query.length === 0 && (secret.length === 0 || !url.includes('?'))) return url;
  const [path = '', known] = url.split(/\?(.*)/s);
  const added = new URLSearchParams(query.map(([name, value]): [string, string] => [name, value]));
  for (const name of secret) added.delete(name);
  const kept = known === undefined || secret.length === 0 ? known : withoutParameters(known, secret);
  const all = [kept, added.toString()].filter(Boolean).join('&');
  return all === '' ? path : `${path}?${all}`;
}

function withoutParameters(query: string, names: readonly string[]): string {
  const parameters = new URLSearchParams(query);
  for (const name of names) parameters.delete(name);
  return parameters.toString();
}
