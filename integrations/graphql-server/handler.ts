import type { IncomingMessage, ServerResponse } from 'node:http';
import { createYoga, type Plugin } from 'graphql-yoga';
import { ConcurrencyGate } from './concurrency-gate.js';
import { concurrencyPlugin } from './concurrency-plugin.js';
import { RequestContexts } from './context.js';
import { directFront, type FrontOptions } from './direct/direct-front.js';
import { directPlugin, type SharedResults } from './direct/direct-plugin.js';
import { KnownOperations } from './direct/known-operations.js';
import { presentErrors } from './direct/present-answer.js';
import { DocumentCache } from './document-cache.js';
import { documentPlugin } from './document-plugin.js';
import { errorPlugin } from './error-plugin.js';
import { Health } from './health.js';
import { serverLimits } from './limits.js';
import { guardUrl } from './node-listener.js';
import { sentRequests } from './sent-request.js';
import { ObservedRequests } from './observed-requests.js';
import { observationPlugin } from './observation-plugin.js';
import type { Handler, HandlerOptions, ServedApplication } from './options.js';
import { maskError, type Presentation } from './present-error.js';
import { requestPlugin, type RequestOptions } from './request-plugin.js';
import { revalidationPlugin } from './revalidation-plugin.js';
import { routePlugin } from './route-plugin.js';
import { safeCors } from './safe-cors.js';
import { ServedPages } from './served-pages.js';
import { TrustedDocuments } from './trusted-documents.js';
import { variablePlugin } from './variable-plugin.js';

/** A path that no request has: Yoga's own health check cannot be switched off. */
const NO_PATH = '\n';

/** Reads operations from requests, and lets clients ask again for answers to those that the server knows. */
function readPlugins(options: Omit<RequestOptions, 'trusted'>, shared: SharedResults | undefined): readonly Plugin[] {
  const trusted = new WeakSet<Request>();
  return [requestPlugin({ ...options, trusted }), revalidationPlugin(trusted, shared)];
}

/** What plugins of the application's own put into answers may depend on who asks: then no answer is known to be anybody's. */
const sharedResults = (plugins: readonly Plugin[]): SharedResults | undefined => (plugins.length === 0 ? new WeakMap() : undefined);

/**
 * Makes the handler of an application.
 *
 * GraphQL over HTTP at `endpoint` (GET and POST), `/healthz`, `/readyz`, GraphiQL in development.
 *
 * @throws BootError (GM_BOOT_FAILED) where a limit is none, or nothing reads an option
 * @example
 * createServer(createHandler(gm, { context: (request) => ({ actor: authenticate(request) }) })).listen(4000);
 */
export function createHandler(application: ServedApplication, options: HandlerOptions = {}): Handler {
  const development = process.env['NODE_ENV'] !== 'production';
  const { endpoint = '/graphql', graphiql = development, introspection = true, renderGraphiQL, plugins = [], pages } = options;
  const limits = serverLimits(options);
  const presentation: Presentation = { mask: (error) => application.mask(error), suggestions: development };
  const health = options.health === false ? undefined : new Health(async (signal) => application.health(signal), options.health);
  const contexts = new RequestContexts(options.context, presentation);
  const [known, shared] = [new KnownOperations(), sharedResults(plugins)];
  const documents = new TrustedDocuments(options.trustedDocuments ?? { documents: {} });
  const gate = new ConcurrencyGate(limits);
  const observed = new ObservedRequests(application);
  const route = options.directRoute === false ? undefined : application.direct;
  const yoga = createYoga({
    schema: application.schema,
    graphqlEndpoint: endpoint,
    healthCheckEndpoint: NO_PATH,
    context: async (initial) => contexts.of(initial.request, (initial as { readonly req?: IncomingMessage }).req),
    graphiql,
    ...(renderGraphiQL && { renderGraphiQL }),
    cors: safeCors(options.cors ?? false, presentation),
    landingPage: false,
    logging: false,
    batching: false,
    multipart: false,
    maxRequestBodySize: limits.maxBodyBytes,
    parserAndValidationCache: { documentCache: new DocumentCache(), errorCache: new DocumentCache() },
    maskedErrors: { maskError: (error) => maskError(presentation, error) },
    plugins: [
      routePlugin(endpoint, health, new ServedPages(pages, contexts, presentation)),
      ...readPlugins({ maxNesting: limits.maxNesting, documents, presentation, observed }, shared),
      concurrencyPlugin(gate),
      documentPlugin(limits, introspection, presentation),
      variablePlugin,
      ...(route ? [directPlugin(route, known, observed, shared)] : []),
      ...plugins,
      errorPlugin(presentation, limits),
      observationPlugin(endpoint, observed),
    ],
  });
  const inRequest = <T>(run: () => T): T => (application.inRequest ? application.inRequest(run) : run());
  const served = guardUrl((request: IncomingMessage, response: ServerResponse) => void inRequest(() => yoga(request, response)));
  const front: FrontOptions = {
    endpoint,
    limits,
    known,
    documents,
    gate,
    contexts,
    observed,
    inRequest,
    present: presentErrors(presentation, yoga.fetchAPI),
    cors: Boolean(options.cors),
    toRequest: sentRequests(yoga.fetchAPI),
  };
  return Object.assign(route && plugins.length === 0 ? directFront(front, served) : served, {
    // Yoga writes a content-length into the headers that it is given.
    fetch: async (request: Request | string | URL, { headers, ...init }: RequestInit = {}) =>
      inRequest(() => yoga.fetch(request as URL, { ...init, ...(headers && { headers: new Headers(headers) }) })),
    drain: () => health?.drain(),
  });
}
