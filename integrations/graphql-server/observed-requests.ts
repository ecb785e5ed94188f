import type { IncomingMessage } from 'node:http';
import { ObservedRequest } from './observed-request.js';
import type { ServedApplication } from './options.js';

/** Requests that plugins of the application observe, each once, whichever way it takes. */
export class ObservedRequests {
  readonly #application: ServedApplication;
  readonly #handedOn = new WeakMap<IncomingMessage, ObservedRequest>();
  readonly #asked = new WeakMap<object, ObservedRequest>();

  constructor(application: ServedApplication) {
    this.#application = application;
  }

  /** A request that the GraphQL server does not have yet; undefined where nobody observes. */
  ofSent({ headers }: IncomingMessage): ObservedRequest | undefined {
    return this.#begin((name) => {
      const header = headers[name];
      return typeof header === 'string' ? header : header?.join(', ');
    });
  }

  /** Remembers a request that the GraphQL server gets after all. */
  handOn(sent: IncomingMessage, observed: ObservedRequest): void {
    this.#handedOn.set(sent, observed);
  }

  /** Begins to observe a request that the GraphQL server has, or goes on where that was begun before. */
  begin(request: Request, sent: IncomingMessage | undefined): ObservedRequest | undefined {
    const observed = (sent && this.#handedOn.get(sent)) ?? this.#begin((name) => request.headers.get(name) ?? undefined);
    if (observed) this.#asked.set(request, observed);
    return observed;
  }

  /** A request that the GraphQL server has. */
  of(request: object | undefined): ObservedRequest | undefined {
    return request && this.#asked.get(request);
  }

  #begin(header: (name: string) => string | undefined): ObservedRequest | undefined {
    const observation = this.#application.observeRequest?.({ protocol: 'graphql', header });
    return observation && new ObservedRequest(observation);
  }
}
