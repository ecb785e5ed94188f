// A market of ship's suppliers: a small HTTP service that stands for somebody else's. It knows nothing of the fleet.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { QUOTES, VENDORS, type QuoteRecord } from './data.js';
import { MARKET_KEY, tokenOf, Tokens } from './tokens.js';

const SLOW_MS = 800;

/** The service, while it runs. */
export interface MarketService {
  readonly url: string;
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface MarketOptions {
  /** One in so many lists takes its time. Default: none. */
  readonly slowEvery?: number;
}

/** Starts the service on a free port of this machine. */
export async function startMarket({ slowEvery = Infinity }: MarketOptions = {}): Promise<MarketService> {
  const market = new Market(slowEvery);
  const server = createServer((request, response) => {
    market.answer(request).then(
      (answer) => send(response, answer),
      () => send(response, { status: 400, body: { message: 'That is no JSON.' } }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await Promise.resolve();
    },
  };
}

function send(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body === undefined ? '' : JSON.stringify(body));
}

class Market {
  readonly #quotes: QuoteRecord[] = [...QUOTES];
  readonly #answered = new Map<string, QuoteRecord>();
  readonly #tokens = new Tokens();
  readonly #slowEvery: number;
  #lists = 0;

  constructor(slowEvery: number) {
    this.#slowEvery = slowEvery;
  }

  async answer(request: IncomingMessage): Promise<Answer> {
    const token = tokenOf(request);
    if (request.method === 'POST' && request.url === '/tokens' && token === MARKET_KEY)
      return { status: 201, body: { token: this.#tokens.give() } };
    return this.#tokens.isGood(token) ? this.#answerClient(request) : { status: 401, body: { message: 'Who are you?' } };
  }

  async #answerClient(request: IncomingMessage): Promise<Answer> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://market');
    const [, list = '', key] = pathname.split('/').map(decodeURIComponent);
    if (request.method === 'POST' && list === 'quotes') return this.#offer(request);
    if (request.method !== 'GET') return { status: 405 };
    const all = list === 'vendors' ? VENDORS : list === 'quotes' ? this.#quotes : undefined;
    if (!all) return { status: 404 };
    if (key !== undefined) return oneOf(all, key);
    this.#lists += 1;
    if (this.#lists % this.#slowEvery === 0) await delay(SLOW_MS);
    return pageOf(all, searchParams);
  }

  /** An offer that is repeated with the same key is the one that was made. */
  async #offer(request: IncomingMessage): Promise<Answer> {
    const { sku, vendor, price, valid_until } = (await json(request)) as Partial<QuoteRecord>;
    const key = request.headers['idempotency-key']?.toString();
    const known = key === undefined ? undefined : this.#answered.get(key);
    if (known) return { status: 200, body: known };
    const isVendor = VENDORS.some(({ code }) => code === vendor);
    if (!sku || !vendor || !isVendor) return invalid(isVendor ? 'sku' : 'vendor', 'unknown');
    if (!price || Number(price) <= 0) return invalid('price', 'not_positive');
    const quote = { id: this.#quotes.length + 1, sku, vendor, price, valid_until: valid_until ?? '2026-12-31' };
    this.#quotes.push(quote);
    if (key !== undefined) this.#answered.set(key, quote);
    return { status: 201, body: quote };
  }
}

const invalid = (field: string, code: string): Answer => ({ status: 422, body: { errors: [{ field, code }] } });

function oneOf(all: readonly object[], key: string): Answer {
  const body = all.find((each) => String(Reflect.get(each, 'code') ?? Reflect.get(each, 'id')) === key);
  return body ? { status: 200, body } : { status: 404 };
}

/** Filters by equal values, several with commas between; a page by number. */
function pageOf(all: readonly object[], parameters: URLSearchParams): Answer {
  const { page = '1', per_page: size = '50', ...filters } = Object.fromEntries(parameters);
  const found = all.filter((each) =>
    Object.entries(filters).every(([name, values]) => values.split(',').includes(String(Reflect.get(each, name)))),
  );
  const start = (Number(page) - 1) * Number(size);
  return { status: 200, body: found.slice(start, start + Number(size)), headers: { 'x-total-count': String(found.length) } };
}
