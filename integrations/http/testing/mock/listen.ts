import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { MockAnswer, MockRequest } from './asked.js';
import { textOf } from './intercept.js';

/** Answers requests to a free port of this machine. */
export async function listenHere(
  answer: (request: MockRequest) => Promise<MockAnswer>,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = 'GET', url: path = '/', headers } = incoming;
    const given = await answer({ method, path, headers, body: await text(incoming) });
    response.writeHead(given.status, { ...given.headers }).end(textOf(given.body));
  };
  const server = createServer((incoming, response) => {
    serve(incoming, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
