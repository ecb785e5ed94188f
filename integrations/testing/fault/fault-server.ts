import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { InvalidFaults } from '../errors.js';
import { FaultChoice } from './choice.js';
import { inflict, inPlace } from './inflict.js';
import type { FaultEvent, FaultRequest, FaultServer, FaultServerOptions } from './options.js';
import { forward, json, rawAnswer, type RawAnswer } from './upstream.js';

/**
 * Starts a server on this machine that stands before an upstream and fails as networks and upstreams do: for the same seed, the same requests have the same
 * faults.
 *
 * @throws GM_TEST_FAULTS where the options say nothing that can be done
 * @example
 * const faults = await faultServer({ seed: 7, target: 'http://localhost:3000', faults: { reset: 0.1, status429: { rate: 0.1, retryAfter: 1 } } });
 * const upstream = openUpstream({ baseUrl: faults.url });
 */
export async function faultServer(options: FaultServerOptions): Promise<FaultServer> {
  if ((options.target === undefined) === (options.answers === undefined))
    throw InvalidFaults.create({ what: 'Either "target" or "answers" is needed.' });
  const choice = new FaultChoice(options);
  const events: FaultEvent[] = [];
  const closing = new AbortController();
  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = 'GET', url: path = '/', headers } = incoming;
    const sent = await buffer(incoming);
    const request: FaultRequest = { method, path, headers, body: sent.toString() };
    const chosen = choice.of(request);
    const event: { -readonly [Key in keyof FaultEvent]: FaultEvent[Key] } = {
      number: events.length + 1,
      method,
      path,
      fault: chosen?.fault ?? 'none',
      forwarded: chosen?.options.forward ?? chosen?.fault !== 'status429',
    };
    events.push(event);
    const given = event.forwarded ? await behind(options, request, sent, closing.signal) : undefined;
    const answer = inPlace(chosen) ?? given ?? NOTHING;
    if (!UNANSWERED.includes(event.fault)) event.status = answer.status;
    await inflict(response, answer, chosen, closing.signal);
  };
  const server = createServer((incoming, response) => {
    // Who goes away in the middle, or is cut off by the end, hears nothing more.
    serve(incoming, response).catch(() => response.destroy());
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    closing.abort();
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  return {
    url: `http://127.0.0.1:${port}`,
    events,
    get connections() {
      return sockets.size;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Of these a client sees no status. */
const UNANSWERED: readonly FaultEvent['fault'][] = Object.freeze(['reset', 'halfOpen'] as const);

/** Where a fault keeps a request from the upstream, and has no answer of its own. */
const NOTHING: RawAnswer = { status: 503, headers: {}, body: Buffer.alloc(0) };

/** What is answered without faults. */
async function behind(
  { target, answers }: FaultServerOptions,
  request: FaultRequest,
  sent: Buffer,
  signal: AbortSignal,
): Promise<RawAnswer> {
  if (!answers) return forward(target ?? '', request, sent, signal);
  try {
    return rawAnswer(await answers(request));
  } catch (error) {
    return json(502, { message: `"answers" failed: ${String(error)}` });
  }
}
