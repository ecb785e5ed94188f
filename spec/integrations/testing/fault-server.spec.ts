import { expect } from 'chai';
import { isGeneralManagerError } from 'general-manager';
import { openUpstream } from 'general-manager/http';
import { faultServer, type Fault, type FaultEvent, type FaultServer, type FaultServerOptions } from 'general-manager/testing';
import { startLoopback, type Loopback } from '../http/support/loopback.js';

type Create = (baseUrl: string, order: string) => Promise<boolean>;

const post = async (baseUrl: string, order: string): Promise<Response> =>
  fetch(`${baseUrl}/orders`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ order }) });

/** The planted fault: what did not answer well is sent again, whether it was done or not. */
const repeatsEverything: Create = async (baseUrl, order) => {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const answer = await post(baseUrl, order).catch(() => undefined);
    if (!answer?.ok) continue;
    const isRead = await answer.json().then(
      () => true,
      () => false,
    );
    if (isRead) return true;
  }
  return false;
};

/** Sends creates once: the client of HTTP resources repeats what it may. */
const repeatsWhatItMay: Create = async (baseUrl, order) => {
  const upstream = openUpstream({ baseUrl, retry: { baseMs: 1 }, breaker: false });
  try {
    await upstream.send({
      operation: 'create',
      method: 'POST',
      target: '/orders',
      body: { contentType: 'application/json', content: JSON.stringify({ order }) },
    });
    return true;
  } catch (error) {
    if (isGeneralManagerError(error)) return false;
    throw error;
  } finally {
    await upstream.close();
  }
};

describe('faultServer', () => {
  let behind: Loopback;
  const orders: string[] = [];
  before(async () => {
    behind = await startLoopback(({ method, url, body }, response) => {
      if (method === 'POST') orders.push((JSON.parse(body) as { order: string }).order);
      response.setHeader('content-type', 'application/json').setHeader('x-upstream', 'here');
      response.statusCode = method === 'POST' ? 201 : 200;
      response.end(JSON.stringify({ method, url, filler: 'x'.repeat(1000) }));
    });
  });
  after(async () => behind.close());
  beforeEach(() => void orders.splice(0));

  let open: FaultServer | undefined;
  afterEach(async () => open?.close());
  const start = async (options: Partial<FaultServerOptions>): Promise<FaultServer> =>
    (open = await faultServer({ seed: 1, faults: {}, ...(!options.answers && { target: behind.url }), ...options }));

  it('without faults is not there', async () => {
    const { url, events } = await start({});
    const answer = await fetch(`${url}/a/b?c=d%20e`);
    expect([answer.status, answer.headers.get('x-upstream')]).to.deep.equal([200, 'here']);
    expect(await answer.json()).to.include({ method: 'GET', url: '/a/b?c=d%20e' });
    expect((await post(url, 'one')).status).to.equal(201);
    expect(orders).to.deep.equal(['one']);
    expect(events).to.deep.equal([
      { number: 1, method: 'GET', path: '/a/b?c=d%20e', fault: 'none', forwarded: true, status: 200 },
      { number: 2, method: 'POST', path: '/orders', fault: 'none', forwarded: true, status: 201 },
    ]);
  });

  it('says what is the matter with each fault', async () => {
    const told = async (fault: Fault, more: object = {}): Promise<unknown> => {
      const { url, events, close } = await start({ faults: { [fault]: { rate: 1, ms: 20, ...more } } });
      const from = performance.now();
      let result: unknown;
      try {
        const answer = await fetch(`${url}/x`);
        const [status, retryAfter, text] = [answer.status, answer.headers.get('retry-after'), await answer.text()];
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        result = { status, retryAfter, isJson, isLate: performance.now() - from >= 19 };
      } catch {
        result = 'no answer';
      }
      await close();
      const [{ fault: done, forwarded } = {}] = events as readonly Partial<FaultEvent>[];
      expect(done).to.equal(fault);
      return [result, forwarded];
    };
    expect(await told('reset')).to.deep.equal(['no answer', true]);
    expect(await told('reset', { forward: false })).to.deep.equal(['no answer', false]);
    expect(await told('truncate')).to.deep.equal(['no answer', true]);
    for (const [fault, isForwarded, answer] of [
      ['status429', false, { status: 429, retryAfter: '3', isJson: true }],
      ['status500', true, { status: 500, isJson: true }],
      ['malformedJson', true, { status: 200, isJson: false }],
      ['latency', true, { status: 200, isJson: true, isLate: true }],
      ['slowBody', true, { status: 200, isJson: true, isLate: true }],
    ] as const) {
      const [result, forwarded] = (await told(fault, { retryAfter: 3 })) as [object, boolean];
      expect(result, fault).to.include(answer);
      expect(forwarded, fault).to.equal(isForwarded);
    }
  });

  it('does the same for the same seed, in whatever order requests come, and something else for another', async () => {
    const faults = { reset: 0.2, status500: 0.3, malformedJson: 0.2 };
    const paths = Array.from({ length: 40 }, (_, index) => `/${index % 20}`);
    const run = async (seed: number, order: readonly string[]): Promise<readonly string[]> => {
      const { url, events, close } = await start({ seed, faults });
      await Promise.all(
        order.map(async (path) =>
          fetch(`${url}${path}`).then(
            async (answer) => answer.text(),
            () => '',
          ),
        ),
      );
      await close();
      return events.map(({ path, fault }) => `${path} ${fault}`).toSorted();
    };
    const first = await run(5, paths);
    expect(await run(5, paths.toReversed())).to.deep.equal(first);
    expect(await run(6, paths)).to.not.deep.equal(first);
    for (const fault of ['reset', 'status500', 'malformedJson', 'none'])
      expect(first.filter((each) => each.endsWith(fault)).length, fault).to.be.within(2, 24);
  });

  const CHAOS: FaultServerOptions['faults'] = { reset: 0.15, truncate: 0.1, status429: 0.15, status500: 0.1, malformedJson: 0.1 };

  async function twice(create: Create): Promise<readonly string[]> {
    const { url, events } = await start({ seed: 3, faults: CHAOS });
    for (let index = 0; index < 40; index += 1) await create(url, `order ${index}`);
    expect(events.filter(({ fault }) => fault !== 'none').length).to.be.above(10);
    return orders.filter((order, index) => orders.indexOf(order) !== index);
  }

  it('finds a client that repeats creates which may have been done', async () => {
    expect((await twice(repeatsEverything)).length).to.be.above(3);
  });

  it('finds nothing where creates are sent once', async () => {
    expect(await twice(repeatsWhatItMay)).to.deep.equal([]);
  });

  it('answers by itself, also where the answers fail or nobody is behind', async () => {
    const { url } = await start({ answers: ({ path }) => (path === '/none' ? { status: 204 } : { body: { path } }) });
    expect(await (await fetch(`${url}/one`)).json()).to.deep.equal({ path: '/one' });
    expect((await fetch(`${url}/none`)).status).to.equal(204);
    await open?.close();
    const failing = await start({ answers: () => Promise.reject(new Error('planted')) });
    expect(await (await fetch(failing.url)).json()).to.deep.equal({ message: '"answers" failed: Error: planted' });
    await failing.close();
    const { url: alone, events } = await start({ target: 'http://127.0.0.1:1' });
    expect((await fetch(alone)).status).to.equal(502);
    expect(events[0]).to.include({ fault: 'none', status: 502 });
  });

  it('ends what is under way when it is closed', async () => {
    const { url, close } = await start({ faults: { latency: { rate: 1, ms: 60_000 } } });
    const asked = fetch(url).then(
      () => 'answered',
      () => 'cut off',
    );
    await behind.received(behind.seen.length + 1);
    await close();
    await close();
    expect(await asked).to.equal('cut off');
  });

  it('refuses what cannot be done', async () => {
    for (const options of [
      { faults: { reset: 1.1 } },
      { faults: { reset: Number.NaN } },
      { faults: { reset: 0.6, truncate: 0.6 } },
      { faults: { latency: { rate: 1, ms: -1 } } },
      { faults: { flood: 1 } as object },
      { answers: () => ({}), target: behind.url },
    ]) {
      const error: unknown = await start(options).catch((thrown: unknown) => thrown);
      expect(isGeneralManagerError(error, 'GM_TEST_FAULTS'), JSON.stringify(options)).to.equal(true);
    }
  });
});
