import { request } from 'node:http';
import { connect } from 'node:net';
import { expect } from 'chai';
import { SECRET } from './application.js';

/** An error as clients see it. */
export interface ShownError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly gm?: string; readonly fix?: string };
}

/** What a server answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly ShownError[];
}

export const JSON_HEADERS = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Sends and reads; every error of every answer has to have a code, and no answer may tell how the server is made. */
export async function send(url: string, init: RequestInit = {}, use: Fetch = overNetwork): Promise<Answer> {
  const response = await use(url, init);
  const text = await response.text();
  harmless(text);
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const { data, errors } = (isJson ? JSON.parse(text) : {}) as Pick<Answer, 'data' | 'errors'>;
  for (const { extensions } of errors ?? []) expect(extensions.code).to.match(/^[A-Z_]+$/);
  return { status: response.status, headers: response.headers, text, ...(data !== undefined && { data }), ...(errors && { errors }) };
}

/** Sends an operation, or any other body, by POST. */
export async function post(url: string, body: unknown, headers: Record<string, string> = JSON_HEADERS): Promise<Answer> {
  return send(url, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) });
}

/** A connection for each request, so that what one spec leaves on it does not reach the next. */
async function overNetwork(url: string, { method = 'GET', headers, body }: RequestInit): Promise<Response> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers: Object.fromEntries(new Headers(headers)), agent: false }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => {
        const known = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]);
        resolve(new Response(Buffer.concat(parts), { status: answer.statusCode ?? 0, headers: known }));
      });
    });
    sent.on('error', reject).end(typeof body === 'string' ? body : '');
  });
}

/** Sends bytes as they are, and gives what came back until the server hung up or was silent. */
export async function sendRaw(port: number, bytes: string, silenceMs = 1000): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let received = '';
    socket.setEncoding('utf8').on('data', (part: string) => {
      received += part;
    });
    socket.setTimeout(silenceMs, () => socket.destroy());
    socket.on('error', () => {});
    socket.on('close', () => {
      harmless(received);
      resolve(received);
    });
  });
}

function harmless(text: string): void {
  expect(text).to.not.include(SECRET);
  expect(text).to.not.match(/node_modules|node:internal|\.js:\d|\.ts:\d|\n\s+at /);
}
