import type { NamesOf } from '../../lib/plugin.js';
import type { HealthOptions } from './health.js';
import type { ServeOptions, ServerTimeouts } from './serve.js';
import type { TrustedDocumentOptions } from './trusted-documents.js';

/** The names of what a server and its handler take; limits have a check of their own, and what the GraphQL server is given one there. */
export const SERVER_NAMES = {
  context: true,
  endpoint: true,
  health: { live: true, ready: true, timeoutMs: true } satisfies NamesOf<HealthOptions>,
  graphiql: true,
  renderGraphiQL: true,
  introspection: true,
  cors: true,
  limits: true,
  directRoute: true,
  trustedDocuments: { documents: true, only: true } satisfies NamesOf<TrustedDocumentOptions>,
  pages: true,
  plugins: true,
  port: true,
  host: true,
  timeouts: { headersMs: true, requestMs: true, keepAliveMs: true, idleMs: true } satisfies NamesOf<ServerTimeouts>,
  drainMs: true,
  graceMs: true,
} as const satisfies NamesOf<ServeOptions>;
