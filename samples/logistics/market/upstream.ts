import { bearer, type UpstreamOptions } from 'general-manager/http';
import { MARKET_TOKEN } from './service.js';

/** How the app speaks with the market; its resources share connections, limits and the circuit breaker. */
export const MARKET: UpstreamOptions = {
  name: 'market',
  // Known when the service has been started.
  baseUrl: () => process.env['MARKET_URL'] ?? 'http://127.0.0.1:4100',
  // A URL that is told by a function might lead anywhere: this machine is meant.
  addresses: { allow: ['127.0.0.1/32'] },
  auth: bearer(MARKET_TOKEN),
  timeouts: { totalMs: 3000 },
};
