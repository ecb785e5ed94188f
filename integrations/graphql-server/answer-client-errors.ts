import type { Server } from 'node:http';
import { Socket } from 'node:net';
import type { GeneralManagerError } from '../../lib/plugin.js';
import { HeadersTooLarge, MalformedRequest, RequestTimeout } from './errors.js';
import { plainAnswer } from './node-listener.js';

/** Answers what never becomes a request (malformed, too large, too slow) in the form of every other error, and hangs up. */
export function answerClientErrors(server: Server): void {
  server.on('clientError', ({ code }: NodeJS.ErrnoException, socket) => {
    // Behind the beginning of another answer, nothing more can be said.
    const silent = !(socket instanceof Socket) || !socket.writable || socket.bytesWritten > 0;
    if (silent) return void socket.destroy();
    const { line, head, body } = plainAnswer(...refusal(code));
    const headers = Object.entries(head).map(([name, value]) => `${name}: ${value}`);
    socket.end(`${[line, ...headers].join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
  });
}

function refusal(code: string | undefined): [status: number, error: GeneralManagerError] {
  if (code === 'HPE_HEADER_OVERFLOW') return [431, HeadersTooLarge.create({})];
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return [408, RequestTimeout.create({})];
  return [400, MalformedRequest.create({})];
}
