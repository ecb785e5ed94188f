import type { UpstreamRequest } from '../../upstream/index.js';
import type { MockAnswer, MockRequest } from '../mock/asked.js';
import type { DeclaredOperation } from '../operations.js';

/** A request as this side sends it, and the answer that it needs. */
export interface ContractExchange {
  readonly description: string;
  /** What has to be there before. */
  readonly state: { readonly name: string; readonly params?: Readonly<Record<string, string>> } | undefined;
  readonly operation: DeclaredOperation;
  readonly request: UpstreamRequest;
  /** The same as it goes out. */
  readonly sent: MockRequest;
  readonly answer: MockAnswer;
}

/** A request as it goes out, below a base path; without credentials, and without headers that all requests have. */
export function sentRequest({ method, target, query = [], headers = {}, body }: UpstreamRequest, basePath: string): MockRequest {
  const [path = '', known] = `${basePath}${target}`.split(/\?(.*)/s);
  const all = [known, new URLSearchParams(query.map(([name, value]): [string, string] => [name, value])).toString()]
    .filter(Boolean)
    .join('&');
  return {
    method,
    path: all === '' ? path : `${path}?${all}`,
    headers: { ...headers, ...(body && { 'content-type': body.contentType }) },
    body: body === undefined ? '' : String(body.content),
  };
}
