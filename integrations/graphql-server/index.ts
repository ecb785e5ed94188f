export { createHandler, type Handler, type HandlerOptions, type RequestContext, type ServedApplication } from './handler.js';
export { DEFAULT_SERVER_LIMITS, type ServerLimits } from './limits.js';
export { serve, type RunningServer, type ServeOptions } from './serve.js';
export { shutdownOnSignals } from './shutdown.js';
