import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import type { GraphiQLOptions, Plugin, YogaServerOptions } from 'graphql-yoga';
import type { ObservedRequest, RequestObservation } from '../../lib/index.js';
import type { DirectRoute } from './direct/direct-route.js';
import type { HealthOptions } from './health.js';
import type { ServerLimits } from './limits.js';
import type { ServedPage } from './served-page.js';
import type { TrustedDocumentOptions } from './trusted-documents.js';

type YogaOptions = YogaServerOptions<object, object>;

/** What is served; `bootstrap` returns one. */
export interface ServedApplication {
  readonly schema: GraphQLSchema;
  /** Answers queries and mutations without resolvers, where that gives the same answer. */
  readonly direct?: DirectRoute;
  /** Gives what clients may see of an error: one of this project as it is, anything else masked and logged once. */
  mask(error: unknown): Error;
  /** Tells whoever observes requests of one; undefined where nobody does. */
  observeRequest?(request: ObservedRequest): RequestObservation | undefined;
  /** Runs a request: what is kept for a request is with it. */
  inRequest?<T>(run: () => T): T;
  /** Resolves when everything that the application needs answers. */
  health(signal?: AbortSignal): Promise<void>;
}

/** What a request acts with. */
export interface RequestContext {
  /** Who acts; null or absent is the anonymous actor. */
  readonly actor?: object | null;
  /** The request's own EntityManager, for hand-written resolvers and reads in its transaction. */
  readonly session?: object;
  /** Aborts the reads of the request; `request.signal` does when the client goes away. */
  readonly signal?: AbortSignal;
  readonly [name: string]: unknown;
}

/** Options of a handler. */
export interface HandlerOptions {
  /**
   * Tells who acts. `throw Unauthenticated.create({})` refuses the credentials (401); a GraphQLError is answered as it is, any
   * other error is masked (500). Default: everybody is anonymous.
   */
  readonly context?: (request: Request) => RequestContext | Promise<RequestContext>;
  /** Path of the GraphQL endpoint, as the client sees it. Default: `/graphql`. */
  readonly endpoint?: string;
  /** Where health is told; false for nowhere. */
  readonly health?: HealthOptions | false;
  /** Whether browsers get GraphiQL, or how it begins. Default: true unless NODE_ENV is `production`. */
  readonly graphiql?: boolean | GraphiQLOptions;
  /** The page of GraphiQL; `@graphql-yoga/render-graphiql` has one that works offline. */
  readonly renderGraphiQL?: YogaOptions['renderGraphiQL'];
  /** Whether the schema can be asked for. Default: true. */
  readonly introspection?: boolean;
  /** Cross-origin access, as graphql-yoga takes it. Default: none. */
  readonly cors?: YogaOptions['cors'];
  readonly limits?: Partial<ServerLimits>;
  /**
   * Whether operations are answered without resolvers where that gives the same answer, and known ones ahead of the GraphQL server. Default: true.
   * With `plugins` every request passes the server.
   */
  readonly directRoute?: boolean;
  /** Documents that clients can name in place of sending them, and whether nothing else is run. Default: none. */
  readonly trustedDocuments?: TrustedDocumentOptions;
  /** What is served beside the API, such as the admin page. Default: nothing. */
  readonly pages?: readonly ServedPage[];
  /** Further plugins of graphql-yoga. Default: none. */
  readonly plugins?: readonly Plugin[];
}

/** Serves an application: a listener of Node's http (and so of Express, Fastify and NestJS), and a function of the fetch API. */
export interface Handler {
  (request: IncomingMessage, response: ServerResponse): void;
  fetch(request: Request | string | URL, init?: RequestInit): Promise<Response>;
  /** From now on `/readyz` answers 503. */
  drain(): void;
}
