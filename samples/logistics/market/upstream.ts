import { bearer, type UpstreamOptions } from 'general-manager/http';
import { marketToken } from './market-token.js';

/** Known when the service has been started. */
const urlOf = (): string => process.env['MARKET_URL'] ?? 'http://127.0.0.1:4100';

/** How the app speaks with the market; its resources share connections, limits and the circuit breaker. */
export const MARKET: UpstreamOptions = {
  name: 'market',
  baseUrl: urlOf,
  // A URL that is told by a function might lead anywhere: this machine is meant.
  addresses: { allow: ['127.0.0.1/32'] },
  auth: bearer(marketToken(urlOf)),
  timeouts: { totalMs: 3000 },
  // Usually it answers at once.
  hedge: { afterMs: 500 },
};
