import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FetchAPI } from 'graphql-yoga';
import { urlOf } from './node-listener.js';

/**
 * Makes requests of Node's as the fetch API has them, but for the body, which has been read. Their signal aborts when the client goes away.
 *
 * The signal is made when somebody asks for it: one for each request keeps what the request was answered with until the next full collection.
 */
export function sentRequests({
  Request: Made,
}: Pick<FetchAPI, 'Request'>): (request: IncomingMessage, response: ServerResponse) => Request {
  class SentRequest extends Made {
    readonly #response: ServerResponse;
    #signal: AbortSignal | undefined;

    constructor(request: IncomingMessage, response: ServerResponse) {
      super(urlOf(request), { method: request.method ?? 'POST', headers: request.headers as Record<string, string> });
      this.#response = response;
    }

    override get signal(): AbortSignal {
      this.#signal ??= signalOf(this.#response);
      return this.#signal;
    }
  }
  return (request, response) => new SentRequest(request, response);
}

/** Aborts when the client goes away before it has the answer. */
function signalOf(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  const close = (): void => {
    if (!response.writableFinished) controller.abort();
  };
  if (response.closed) close();
  else response.once('close', close);
  return controller.signal;
}
