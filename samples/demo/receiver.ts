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

/** Takes notices, and refuses some, as other services do. */
export async function startReceiver(): Promise<Receiver> {
  let count = 0;
  const server = createServer((request, response) => {
    count += 1;
    const status = count % REFUSED === 0 ? 503 : 204;
    request.resume().once('end', () => response.writeHead(status).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}/notices`, stop };
}
