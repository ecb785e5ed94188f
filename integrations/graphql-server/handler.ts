import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import { createYoga, type YogaServerOptions } from 'graphql-yoga';
import { Unauthenticated } from './errors.js';
import { Health } from './health.js';
import { DEFAULT_SERVER_LIMITS, type ServerLimits } from './limits.js';
import { errorPlugin, healthPlugin, jsonOnlyPlugin, limitPlugin } from './plugins.js';
import { clientError, maskError, type Presentation } from './present-error.js';

/** What is served; `bootstrap` returns one. */
export interface ServedApplication {
  readonly schema: GraphQLSchema;
  mask(error: unknown): Error;
  health(signal?: AbortSignal): Promise<void>;
}

/** What a request acts with. */
export interface RequestContext {
  /** Who acts; null or absent is the anonymous actor. */
  readonly actor?: object | null;
  /** The request's own EntityManager, for hand-written resolvers and reads in its transaction. */
  readonly session?: object;
  readonly signal?: AbortSignal;
  readonly [name: string]: unknown;
}

/** Options of a handler. */
export interface HandlerOptions {
  /** Tells who acts. Throw to refuse the credentials: the answer is 401. Default: everybody is anonymous. */
  readonly context?: (request: Request) => RequestContext | Promise<RequestContext>;
  /** Path of the GraphQL endpoint. Default: `/graphql`. */
  readonly endpoint?: string;
  /** Whether browsers get GraphiQL. Default: true unless NODE_ENV is `production`. */
  readonly graphiql?: boolean;
  /** The page of GraphiQL; `@graphql-yoga/render-graphiql` has one that works offline. */
  readonly renderGraphiQL?: YogaServerOptions<object, object>['renderGraphiQL'];
  /** Whether the schema can be asked for. Default: true. */
  readonly introspection?: boolean;
  /** Cross-origin access, as graphql-yoga takes it. Default: none. */
  readonly cors?: YogaServerOptions<object, object>['cors'];
  readonly limits?: Partial<ServerLimits>;
}

/** Serves an application: a listener of Node's http (and so of Express, Fastify and NestJS), and a function of the fetch API. */
export interface Handler {
  (request: IncomingMessage, response: ServerResponse): void;
  fetch(request: Request | string | URL, init?: RequestInit): Promise<Response>;
  /** From now on `/readyz` answers 503. */
  drain(): void;
}

/**
 * Makes the handler of an application.
 *
 * GraphQL over HTTP at `endpoint` (GET and POST), `/healthz`, `/readyz`, GraphiQL in development.
 *
 * @example
 * createServer(createHandler(gm, { context: (request) => ({ actor: authenticate(request) }) })).listen(4000);
 */
export function createHandler(application: ServedApplication, options: HandlerOptions = {}): Handler {
  const development = process.env['NODE_ENV'] !== 'production';
  const limits: ServerLimits = { ...DEFAULT_SERVER_LIMITS, ...options.limits };
  const presentation: Presentation = { mask: (error) => application.mask(error), suggestions: development };
  const health = new Health(async (signal) => application.health(signal));
  const yoga = createYoga({
    schema: application.schema,
    graphqlEndpoint: options.endpoint ?? '/graphql',
    context: async ({ request }) => contextOf(options, request),
    graphiql: options.graphiql ?? development,
    ...(options.renderGraphiQL && { renderGraphiQL: options.renderGraphiQL }),
    cors: options.cors ?? false,
    landingPage: false,
    logging: false,
    batching: false,
    multipart: false,
    maxRequestBodySize: limits.maxBodyBytes,
    maskedErrors: { maskError: (error) => maskError(presentation, error) },
    plugins: [healthPlugin(health), jsonOnlyPlugin(), limitPlugin(limits, options.introspection ?? true), errorPlugin(presentation, limits)],
  });
  const listener = (request: IncomingMessage, response: ServerResponse): void => void yoga(request, response);
  return Object.assign(listener, {
    fetch: async (request: Request | string | URL, init?: RequestInit) => yoga.fetch(request as URL, init ?? {}),
    drain: () => health.drain(),
  });
}

async function contextOf({ context }: HandlerOptions, request: Request): Promise<RequestContext> {
  try {
    return (await context?.(request)) ?? {};
  } catch {
    throw clientError(Unauthenticated.create({}), { http: { status: 401 } });
  }
}
