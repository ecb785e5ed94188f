import {
  isUpstreamError,
  type Upstream,
  type UpstreamCall,
  type UpstreamError,
  type UpstreamRequest,
} from '../../../../integrations/http/upstream/index.js';

/** A read, and what is different about it. */
export const read = (target = '/', request: Partial<UpstreamRequest> = {}): UpstreamRequest => ({
  operation: 'list',
  method: 'GET',
  target,
  ...request,
});

/** A write of JSON. */
export const write = (target = '/', content: unknown = {}, request: Partial<UpstreamRequest> = {}): UpstreamRequest => ({
  operation: 'create',
  method: 'POST',
  target,
  body: { contentType: 'application/json', content: JSON.stringify(content) },
  ...request,
});

/** The error that a request ends with. */
export async function errorOf(upstream: Upstream, request: UpstreamRequest = read(), call: UpstreamCall = {}): Promise<UpstreamError> {
  try {
    await upstream.send(request, call);
  } catch (error) {
    if (isUpstreamError(error)) return error;
    throw error;
  }
  throw new Error('The request succeeded.');
}

/** The code of that error. */
export const codeOf = async (upstream: Upstream, request?: UpstreamRequest, call?: UpstreamCall): Promise<string> =>
  (await errorOf(upstream, request, call)).code;
