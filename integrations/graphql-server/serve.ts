import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHandler, type HandlerOptions, type ServedApplication } from './handler.js';

/** Options of a server, besides those of its handler. */
export interface ServeOptions extends HandlerOptions {
  /** Default: 4000; 0 takes a free one. */
  readonly port?: number;
  /** Default: 127.0.0.1; a container wants 0.0.0.0. */
  readonly host?: string;
  /** Milliseconds that running requests get to finish when the server closes. Default: 10,000. */
  readonly graceMs?: number;
}

/** A server that runs. */
export interface RunningServer {
  /** The GraphQL endpoint. */
  readonly url: string;
  readonly port: number;
  /** Stops taking requests, lets running ones finish within the grace, then cuts the rest. */
  close(): Promise<void>;
}

/**
 * Serves an application on Node's http.
 *
 * @example
 * const server = await serve(gm, { port: 4000, context: (request) => ({ actor: authenticate(request) }) });
 * shutdownOnSignals(() => server.close(), () => orm.close());
 */
export async function serve(application: ServedApplication, options: ServeOptions = {}): Promise<RunningServer> {
  const handler = createHandler(application, options);
  // A client that trickles its request must not hold a connection for long.
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 5000 }, handler);
  const host = options.host ?? '127.0.0.1';
  await listen(server, options.port ?? 4000, host);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}${options.endpoint ?? '/graphql'}`,
    port,
    close: async () => {
      handler.drain();
      await close(server, options.graceMs ?? 10_000);
    },
  };
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
