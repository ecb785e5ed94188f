import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { History } from './history.js';
import { PANELS } from './panels.js';

/** A page that shows how an app does. */
export interface StatusServer {
  readonly url: string;
  stop(): Promise<void>;
}

const ofPage = (name: string): string => fileURLToPath(new URL(`page/${name}`, import.meta.url));

/** What is served as it is. */
const FILES: Readonly<Record<string, readonly [file: string, type: string]>> = {
  '/': [ofPage('index.html'), 'text/html; charset=utf-8'],
  '/page.css': [ofPage('page.css'), 'text/css; charset=utf-8'],
  '/page.js': [ofPage('page.js'), 'text/javascript; charset=utf-8'],
  '/uPlot.js': [fileURLToPath(import.meta.resolve('uplot/dist/uPlot.iife.min.js')), 'text/javascript; charset=utf-8'],
  '/uPlot.css': [fileURLToPath(import.meta.resolve('uplot/dist/uPlot.min.css')), 'text/css; charset=utf-8'],
};

const HEADERS = {
  'cache-control': 'no-store',
  // uPlot sets styles of its elements, which scripts may; no page may frame this one.
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** Serves the status page at a port of this machine alone: who sees it is told everything that Prometheus is. */
export async function serveStatus(history: History, port: number, title: string): Promise<StatusServer> {
  const server = createServer((request, response) => answer(request, response, history, title));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: own } = server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${own}/`, stop };
}

function answer({ method, url = '/' }: IncomingMessage, response: ServerResponse, history: History, title: string): void {
  const { pathname, searchParams } = new URL(url, 'http://status');
  if (method !== 'GET' && method !== 'HEAD') return void response.writeHead(405, { ...HEADERS, allow: 'GET, HEAD' }).end();
  if (pathname === '/panels.json')
    return json(response, { title, panels: PANELS.map(({ id, title: name, unit, hint }) => ({ id, title: name, unit, hint })) });
  if (pathname === '/points.json') {
    const after = Number(searchParams.get('after') ?? 0);
    return json(response, { failing: history.failing, points: history.after(Number.isFinite(after) ? after : 0) });
  }
  const known = FILES[pathname];
  if (!known) return void response.writeHead(404, HEADERS).end();
  response.writeHead(200, { ...HEADERS, 'content-type': known[1] });
  createReadStream(known[0]).pipe(response);
}

const json = (response: ServerResponse, value: unknown): void =>
  void response.writeHead(200, { ...HEADERS, 'content-type': 'application/json' }).end(JSON.stringify(value));
