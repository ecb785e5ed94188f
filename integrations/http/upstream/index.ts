export { isUpstreamError, type UpstreamError, type UpstreamFacts } from './errors.js';
export { openUpstream } from './open-upstream.js';
export type { Timeouts, UpstreamOptions } from './options.js';
export type { BreakerState, Upstream, UpstreamAnswer, UpstreamCall, UpstreamMethod, UpstreamRequest, UpstreamState } from './request.js';
export { SYSTEM_CLOCK, type Clock } from './clock.js';
export type { BodyParser } from './body/parser.js';
export { fetchTransport } from './transport/fetch-transport.js';
export type { Transport, TransportAnswer, TransportRequest } from './transport/transport.js';
