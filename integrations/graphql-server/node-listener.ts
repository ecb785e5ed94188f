import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { GeneralManagerError } from '../../lib/plugin.js';
import { MalformedRequest } from './errors.js';
import { errorBody } from './present-error.js';

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** Refuses requests whose host and path make no URL; Yoga would answer them with a stack. */
export function guardUrl(listener: Listener): Listener {
  return (request, response) => {
    if (URL.canParse(urlOf(request))) return listener(request, response);
    const { head, body } = plainAnswer(400, MalformedRequest.create({}));
    response.writeHead(400, head).end(body);
  };
}

/** The URL as Yoga puts it together; Express and NestJS keep the whole path in `originalUrl`. */
export function urlOf({ headers, originalUrl, url }: IncomingMessage & { readonly originalUrl?: string }): string {
  const host = headers[':authority'] ?? headers.host ?? 'localhost';
  return `http://${String(host)}${originalUrl ?? url ?? '/'}`;
}

/** An error answer made without Yoga. */
export function plainAnswer(
  status: number,
  error: GeneralManagerError,
): { readonly line: string; readonly head: Record<string, string>; readonly body: string } {
  const body = JSON.stringify(errorBody(error));
  const head = {
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  return { line: `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, head, body };
}
