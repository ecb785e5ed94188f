import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Another service, which the app tells of changes. */
export interface Receiver {
  readonly url: string;
  stop(): Promise<void>;
}

/** One in so many notices is refused, so that one sees events wait and come again. */
const REFUSED = 12;

/** Takes notices, and refuses some, as other services do. Port 0 is any that is free. */
export async function startReceiver(port = 0, host = '127.0.0.1'): Promise<Receiver> {
  let count = 0;
  const server = createServer((request, response) => {
    if (request.method === 'POST') count += 1;
    const status = request.method === 'POST' && count % REFUSED === 0 ? 503 : 204;
    request.resume().once('end', () => response.writeHead(status).end());
  });
  server.listen(port, host);
  await once(server, 'listening');
  const { port: own } = server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://${host}:${own}/notices`, stop };
}
