import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerClientErrors } from './answer-client-errors.js';
import { createHandler } from './handler.js';
import type { HandlerOptions, ServedApplication } from './options.js';
import { trackAnswers } from './track-answers.js';

/** How long, in milliseconds, a client may take. */
export interface ServerTimeouts {
  /** For the headers of a request. Default: 10,000. */
  readonly headersMs: number;
  /** For a whole request. Default: 30,000. */
  readonly requestMs: number;
  /** Until its next request on the same connection; above that of a load balancer in front. Default: 5,000. */
  readonly keepAliveMs: number;
  /** Without a byte in either direction, so also for an operation to run. Default: 120,000. */
  readonly idleMs: number;
}

/** Options of a server, besides those of its handler. */
export interface ServeOptions extends HandlerOptions {
  /** Default: 4000; 0 takes a free one. */
  readonly port?: number;
  /** Default: 127.0.0.1; a container wants 0.0.0.0. */
  readonly host?: string;
  readonly timeouts?: Partial<ServerTimeouts>;
  /** Milliseconds from `/readyz` answering 503 to refusing connections, so that balancers can turn away. Default: 0. */
  readonly drainMs?: number;
  /** Milliseconds that running requests get to finish when the server closes. Default: 10,000. */
  readonly graceMs?: number;
}

/** A server that runs. */
export interface RunningServer {
  /** The GraphQL endpoint. */
  readonly url: string;
  readonly port: number;
  /** Stops taking requests, lets running ones finish within the grace, then cuts the rest. Further calls wait for the same end. */
  close(): Promise<void>;
}

const DEFAULT_TIMEOUTS: ServerTimeouts = Object.freeze({ headersMs: 10_000, requestMs: 30_000, keepAliveMs: 5000, idleMs: 120_000 });

/**
 * Serves an application on Node's http.
 *
 * @example
 * const server = await serve(gm, { port: 4000, context: (request) => ({ actor: authenticate(request) }) });
 * shutdownOnSignals(server, orm);
 */
export async function serve(application: ServedApplication, options: ServeOptions = {}): Promise<RunningServer> {
  const { port = 4000, host = '127.0.0.1', endpoint = '/graphql', drainMs = 0, graceMs = 10_000 } = options;
  const handler = createHandler(application, options);
  const server = guardedServer({ ...DEFAULT_TIMEOUTS, ...options.timeouts }).on('request', handler);
  const makeLast = trackAnswers(server);
  await listen(server, port, host);
  const address = server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    handler.drain();
    makeLast();
    if (drainMs > 0) await sleep(drainMs);
    await close(server, graceMs);
  };
  let stopped: Promise<void> | undefined;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}${endpoint}`,
    port: address.port,
    close: async () => (stopped ??= stop()),
  };
}

/** A client that trickles its request, or does not read the answer, must not hold a connection for long. */
function guardedServer({ headersMs, requestMs, keepAliveMs, idleMs }: ServerTimeouts): Server {
  const server = createServer({
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    keepAliveTimeout: keepAliveMs,
    // Node looks only this often whether the first two have passed.
    connectionsCheckingInterval: Math.max(100, Math.min(headersMs, requestMs, 10_000) / 2),
  });
  server.setTimeout(idleMs);
  answerClientErrors(server);
  return server;
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function close(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(cut);
}
