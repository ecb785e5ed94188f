import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import { isGeneralManagerError, type ErrorKind, type GeneralManagerError } from '../../lib/plugin.js';
import type { HandlerOptions, RequestContext } from './options.js';
import { clientError, maskError, type Presentation } from './present-error.js';

const STATUS: Partial<Record<ErrorKind, number>> = { unauthenticated: 401, forbidden: 403, input: 400, limit: 429 };

/** The status of an answer that is nothing but an error. */
export const statusOf = ({ kind }: GeneralManagerError): number => STATUS[kind] ?? 500;

type ContextFunction = NonNullable<HandlerOptions['context']>;

/** What requests act with; the application is asked once for each, whichever way it takes. */
export class RequestContexts {
  readonly #context: ContextFunction | undefined;
  readonly #presentation: Presentation;
  readonly #asked = new WeakMap<IncomingMessage, Promise<RequestContext> | RequestContext>();

  constructor(context: ContextFunction | undefined, presentation: Presentation) {
    this.#context = context;
    this.#presentation = presentation;
  }

  /** For a request that the GraphQL server has. */
  async of(request: Request, sent: IncomingMessage | undefined): Promise<RequestContext> {
    return (sent && this.#asked.get(sent)) ?? this.#ask(request);
  }

  /** For a request that the GraphQL server does not have yet. */
  ofSent(toRequest: () => Request): Promise<RequestContext> | RequestContext {
    return this.#context ? this.#ask(toRequest()) : NOTHING;
  }

  /** Remembers what was asked for a request that the GraphQL server gets after all. */
  keep(sent: IncomingMessage, asked: Promise<RequestContext> | RequestContext): void {
    this.#asked.set(sent, asked);
  }

  /**
   * Asks the application who acts.
   *
   * @throws GraphQLError with the status of the answer: no operation runs for somebody who is not known
   */
  async #ask(request: Request): Promise<RequestContext> {
    try {
      return (await this.#context?.(request)) ?? NOTHING;
    } catch (error) {
      if (error instanceof GraphQLError) throw error;
      const status = isGeneralManagerError(error) ? statusOf(error) : 500;
      const { message, extensions } = isGeneralManagerError(error) ? clientError(error) : maskError(this.#presentation, error);
      throw new GraphQLError(message, { extensions: { ...extensions, http: { status } } });
    }
  }
}

const NOTHING: RequestContext = Object.freeze({});
