import { failure, InvalidRequest, type UpstreamFacts } from './errors.js';
import { checkHeaders, type PlainHeaders } from './headers.js';
import type { UpstreamMethod, UpstreamRequest } from './request.js';
import { targetOf } from './target.js';

/** A request that was checked, without credentials. */
export interface PreparedRequest {
  readonly facts: UpstreamFacts;
  readonly method: UpstreamMethod;
  readonly url: URL;
  readonly headers: PlainHeaders;
  readonly body: string | Uint8Array | undefined;
  readonly isRepeatable: boolean;
  /** Statuses of refusals that are no errors. */
  readonly accept: readonly number[] | undefined;
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
export function prepare(request: UpstreamRequest, facts: UpstreamFacts, options: PrepareOptions): PreparedRequest {
  const { method, body, idempotencyKey } = request;
  const refuse = (reason: string): never => {
    throw failure(InvalidRequest, { ...facts, reason });
  };
  const target = targetOf(options.base(), request.target, options);
  if ('refused' in target) return refuse(target.refused);
  const { url } = target;
  for (const [name, value] of request.query ?? []) url.searchParams.append(name, value);
  // Links that an upstream gives may repeat what it was asked with.
  for (const name of options.secretParameters) url.searchParams.delete(name);
  if (body && (method === 'GET' || method === 'HEAD')) return refuse(`a ${method} request has a body`);
  const checked = checkHeaders({
    ...request.headers,
    ...(body && { 'content-type': body.contentType }),
    ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
  });
  if ('refused' in checked) return refuse(checked.refused);
  return {
    facts,
    method,
    url,
    headers: { ...options.headers, ...checked.headers },
    body: body?.content,
    accept: request.accept,
    isRepeatable: request.repeatable ?? (!NOT_IDEMPOTENT.has(method) || idempotencyKey !== undefined),
  };
}
