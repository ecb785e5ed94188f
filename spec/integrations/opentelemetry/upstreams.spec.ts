import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator, isTracingSuppressed } from '@opentelemetry/core';
import { expect } from 'chai';
import { bootstrap, definePlugin, type Application, type Plugin } from 'general-manager';
import { fetchTransport, type UpstreamOptions } from 'general-manager/http';
import { openTelemetry, METRICS, type OpenTelemetryOptions } from 'general-manager/opentelemetry';
import { collectTelemetry, type CollectedTelemetry } from 'general-manager/opentelemetry/testing';
import { json, startLoopback, type Answer, type Loopback } from '../http/support/loopback.js';
import { quotesOf } from './support/quotes.js';

const MARK = 'zq7marker';
const LABELS = { 'general_manager.upstream.name': 'vendor', 'general_manager.upstream.operation': 'list' };

describe('telemetry of upstreams', () => {
  let server: Loopback;
  let other: Loopback;
  let answer: Answer;
  let telemetry: CollectedTelemetry;
  let gm: Application;

  before(async () => {
    server = await startLoopback((...all) => answer(...all));
    other = await startLoopback((_seen, response) => json(response, []));
  });
  after(async () => {
    await server.close();
    await other.close();
  });
  beforeEach(() => {
    telemetry = collectTelemetry();
    server.seen.splice(0);
    other.seen.splice(0);
    answer = (_seen, response) => json(response, [{ id: 1, authorId: 1, price: MARK }]);
  });
  afterEach(async () => {
    await gm.close();
    await telemetry.stop();
  });

  const logged: object[] = [];
  const logger = { error: (fields: object) => void logged.push(fields), warn: () => {}, info: () => {} };

  async function boot(
    upstream: Partial<UpstreamOptions> = {},
    options: OpenTelemetryOptions = {},
    plugins: readonly Plugin[] = [],
  ): Promise<void> {
    const { tracerProvider, meterProvider } = telemetry;
    const propagator = new W3CTraceContextPropagator();
    const quotes = quotesOf({ name: 'vendor', baseUrl: server.url, retry: { baseMs: 1 }, random: () => 0, ...upstream });
    gm = await bootstrap({
      managers: [quotes],
      logger,
      plugins: [openTelemetry({ tracerProvider, meterProvider, propagator, ...options }), ...plugins],
    });
  }

  const list = async (): Promise<unknown> => gm.as(null).manager('Quote').select({ price: true }).all();
  const value = async (name: string, attributes = {}): Promise<unknown> => (await telemetry.points(name, attributes))[0]?.value;

  it('has a client span for each request, within the operation, whose trace goes on upstream', async () => {
    await boot();
    await list();
    expect(telemetry.tree).to.deep.equal(['read Quote', '  list vendor']);
    const span = telemetry.span('list vendor');
    expect(span.kind).to.equal(SpanKind.CLIENT);
    expect(span.status.code).to.equal(SpanStatusCode.UNSET);
    expect(span.attributes).to.deep.equal({
      ...LABELS,
      'general_manager.outcome': 'ok',
      'server.service.name': 'vendor',
      'server.address': '127.0.0.1',
      'server.port': server.port,
      'http.request.method': 'GET',
      'http.response.status_code': 200,
    });
    const { traceId, spanId } = span.spanContext();
    expect(server.seen.map(({ headers }) => headers['traceparent'])).to.deep.equal([`00-${traceId}-${spanId}-01`]);
    expect(await telemetry.everything()).not.to.contain(MARK);
  });

  it('tells attempts, repetitions and how long they took together', async () => {
    await boot();
    const statuses = [503, 503, 200];
    answer = (_seen, response) => json(response, [], statuses.shift());
    await list();
    const span = telemetry.span('list vendor');
    expect(span.attributes).to.include({ 'http.request.resend_count': 2, 'http.response.status_code': 200 });
    expect(span.events.map(({ name, attributes }) => [name, attributes?.['error.type']])).to.deep.equal([
      ['attempt-start', undefined],
      ['attempt-end', 'GM_UPSTREAM_FAILED'],
      ['retry', 'GM_UPSTREAM_FAILED'],
      ['attempt-start', undefined],
      ['attempt-end', 'GM_UPSTREAM_FAILED'],
      ['retry', 'GM_UPSTREAM_FAILED'],
      ['attempt-start', undefined],
      ['attempt-end', undefined],
    ]);
    expect(new Set(server.seen.map(({ headers }) => headers['traceparent'])).size).to.equal(1);
    expect(await value(METRICS.upstreamAttempts.name, { ...LABELS, 'error.type': 'GM_UPSTREAM_FAILED' })).to.equal(2);
    expect(await value(METRICS.upstreamRetries.name, LABELS)).to.equal(2);
    const [duration] = await telemetry.points(METRICS.upstreamDuration.name, { ...LABELS, 'general_manager.outcome': 'ok' });
    expect(duration?.value).to.include({ count: 1 });
  });

  it('tells what ran out of time, by its code', async () => {
    await boot({ timeouts: { attemptMs: 20 }, retry: false });
    answer = () => {};
    await list().catch(() => undefined);
    const span = telemetry.span('list vendor');
    expect(span.status.code).to.equal(SpanStatusCode.ERROR);
    expect(span.attributes).to.include({ 'error.type': 'GM_UPSTREAM_TIMEOUT', 'general_manager.outcome': 'failed' });
    expect(await value(METRICS.upstreamTimeouts.name, LABELS)).to.equal(1);
    expect(await telemetry.points(METRICS.upstreamDuration.name, { 'error.type': 'GM_UPSTREAM_TIMEOUT' })).to.have.lengthOf(1);
  });

  it('tells the state of the breaker, and each change of it', async () => {
    await boot({ breaker: { minimum: 2 }, retry: false });
    const name = { 'general_manager.upstream.name': 'vendor' };
    expect(await value(METRICS.upstreamBreaker.name, name)).to.equal(0);
    answer = (_seen, response) => json(response, {}, 500);
    for (let round = 0; round < 3; round += 1) await list().catch(() => undefined);
    expect(await value(METRICS.upstreamBreaker.name, name)).to.equal(2);
    expect(await value(METRICS.upstreamBreakerChanges.name, { ...name, 'general_manager.upstream.breaker': 'open' })).to.equal(1);
    expect(await telemetry.points(METRICS.upstreamDuration.name, { 'error.type': 'GM_UPSTREAM_BREAKER_OPEN' })).to.have.lengthOf(1);
  });

  it('tells what waits in the bulkhead and for the rate limit', async () => {
    await boot({ bulkhead: { maxConcurrent: 1 }, rateLimit: { requests: 1, perMs: 30 } });
    const release: (() => void)[] = [];
    answer = (_seen, response) => void release.push(() => json(response, []));
    const reads = [list(), list()];
    await server.received(1);
    expect(await value(METRICS.upstreamRunning.name)).to.equal(1);
    expect(await value(METRICS.upstreamQueue.name)).to.equal(1);
    release.shift()?.();
    await server.received(2);
    release.shift()?.();
    await Promise.all(reads);
    expect(await value(METRICS.upstreamQueue.name)).to.equal(0);
    const [wait] = await telemetry.points(METRICS.upstreamRateLimitWait.name, LABELS);
    expect(wait?.value).to.include({ count: 1 });
  });

  it('keeps what waited for its turn within its own trace', async () => {
    await boot({ bulkhead: { maxConcurrent: 1 } });
    await Promise.all(['one', 'two', 'three'].map(async (name) => telemetry.within(name, list)));
    const parents = server.seen.map(({ headers }) => String(headers['traceparent']).split('-')[1]);
    const roots = ['one', 'two', 'three'].map((name) => telemetry.span(name).spanContext().traceId);
    expect(parents).to.have.members(roots);
    for (const span of telemetry.spans.filter(({ name }) => name === 'list vendor')) {
      expect(span.events.filter(({ name }) => name === 'attempt-start')).to.have.lengthOf(1);
    }
  });

  it('sends what names the trace to no other origin', async () => {
    await boot({ redirects: { max: 1, otherOrigins: true }, addresses: { any: true } });
    answer = (_seen, response) => void response.writeHead(302, { location: `${other.url}/quotes` }).end();
    await list();
    expect(server.seen[0]?.headers).to.include.keys('traceparent');
    expect(other.seen[0]?.headers).not.to.have.any.keys('traceparent', 'tracestate');
  });

  it('sends only the headers that are listed, and replaces none', async () => {
    const sends = definePlugin({
      name: 'sends',
      description: 'Adds headers.',
      hooks: {
        onUpstreamRequest: () => ({
          send: (run) => run({ 'x-own': 'theirs', 'x-more': 'more', 'user-agent': 'theirs' }),
          ended: () => {},
        }),
      },
    });
    await boot({ headers: { 'x-own': 'ours' } }, { upstreamHeaders: [] }, [sends]);
    await list();
    expect(server.seen[0]?.headers).not.to.have.any.keys('traceparent');
    expect(server.seen[0]?.headers).to.include({ 'x-own': 'ours', 'x-more': 'more', 'user-agent': 'general-manager' });
  });

  it('answers whatever a plugin makes of observing', async () => {
    const fails = definePlugin({
      name: 'fails',
      description: 'Fails.',
      hooks: {
        onUpstreamRequest: () => ({
          send: () => {
            throw new Error('no');
          },
          ended: () => {
            throw new Error('no');
          },
        }),
        onUpstreamEvent: () => {
          throw new Error('no');
        },
      },
    });
    await boot({}, {}, [fails]);
    expect(await list()).to.deep.equal([{ price: MARK }]);
    expect(server.seen).to.have.lengthOf(1);
    expect(logged.length).to.be.greaterThan(2);
  });

  it('keeps instrumentations of HTTP from its requests, unless it leaves these to them', async () => {
    const suppressed: boolean[] = [];
    const transport = fetchTransport();
    const watched: typeof transport = {
      send: async (request) => {
        suppressed.push(isTracingSuppressed(context.active()));
        expect(trace.getActiveSpan()).to.not.equal(undefined);
        return transport.send(request);
      },
      close: async () => transport.close(),
    };
    await boot({ transport: watched });
    await list();
    await gm.close();
    await boot({ transport: watched }, { instrumentedHttp: true });
    await list();
    expect(suppressed).to.deep.equal([true, false]);
    expect(server.seen.map(({ headers }) => 'traceparent' in headers)).to.deep.equal([true, false]);
  });
});
