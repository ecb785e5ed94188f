export { loadManifest, makeManifest, type DocumentManifest } from './document-manifest.js';
export { Unauthenticated } from './errors.js';
export { createHandler } from './handler.js';
export type { HealthOptions } from './health.js';
export { DEFAULT_SERVER_LIMITS, type ServerLimits } from './limits.js';
export type { Handler, HandlerOptions, RequestContext, ServedApplication } from './options.js';
export { serve, type RunningServer, type ServeOptions, type ServerTimeouts } from './serve.js';
export { shutdownOnSignals, type Closeable } from './shutdown.js';
export type { DocumentSource, TrustedDocumentOptions } from './trusted-documents.js';
