import { Refusal } from './refusal.js';

/** A request as an upstream gets it. */
export interface MockRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** What an upstream answers. */
export interface MockAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A text as it is; anything else as JSON. Undefined for none. */
  readonly body?: unknown;
}

/** A request, taken apart. */
export interface Asked {
  readonly method: string;
  /** Below the base URL, without the query. */
  readonly path: string;
  /** As it came. */
  readonly fullPath: string;
  readonly query: URLSearchParams;
  readonly headers: MockRequest['headers'];
  readonly body: unknown;
}

/** Takes a request apart. */
export function askedOf({ method, path, headers, body }: MockRequest, basePath: string): Asked {
  const { pathname, searchParams } = new URL(path, 'http://mock');
  const below = pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : pathname;
  return { method: method.toUpperCase(), path: below, fullPath: pathname, query: searchParams, headers, body: parsed(body) };
}

function parsed(body: string): unknown {
  if (body === '') return undefined;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    throw new Refusal('its body is no JSON');
  }
}

/** A header, whatever its case; several as one text. */
export function headerOf({ headers }: Pick<Asked, 'headers'>, name: string): string | undefined {
  const found = Object.entries(headers).find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1];
  return typeof found === 'string' || found === undefined ? found : found.join(', ');
}
