import { failure, InvalidRequest, type UpstreamFacts } from './errors.js';
import { checkHeaders, type PlainHeaders } from './headers.js';
import type { UpstreamMethod, UpstreamRequest } from './request.js';
import { targetOf, type PathRules } from './target.js';

/** A request that was checked, without credentials. */
export interface PreparedRequest {
  readonly facts: UpstreamFacts;
  readonly method: UpstreamMethod;
  readonly url: URL;
  readonly headers: PlainHeaders;
  readonly body: string | Uint8Array | undefined;
  readonly isRepeatable: boolean;
}

const NOT_IDEMPOTENT: ReadonlySet<UpstreamMethod> = new Set(['POST', 'PATCH']);

/**
 * Checks a request and puts it together.
 *
 * @throws GM_UPSTREAM_INVALID_REQUEST
 */
export function prepare(
  request: UpstreamRequest,
  facts: UpstreamFacts,
  base: URL,
  common: PlainHeaders,
  rules: PathRules,
): PreparedRequest {
  const { method, body, idempotencyKey } = request;
  const refuse = (reason: string): never => {
    throw failure(InvalidRequest, { ...facts, reason });
  };
  const target = targetOf(base, request.target, rules);
  if ('refused' in target) return refuse(target.refused);
  for (const [name, value] of request.query ?? []) target.url.searchParams.append(name, value);
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
    url: target.url,
    headers: { ...common, ...checked.headers },
    body: body?.content,
    isRepeatable: request.repeatable ?? (!NOT_IDEMPOTENT.has(method) || idempotencyKey !== undefined),
  };
}
