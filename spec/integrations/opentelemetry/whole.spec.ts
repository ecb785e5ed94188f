import 'reflect-metadata';
import { SpanKind } from '@opentelemetry/api';
import type { Histogram } from '@opentelemetry/sdk-metrics';
import { expect } from 'chai';
import { METRICS } from 'general-manager/opentelemetry';
import { serve, type RunningServer } from 'general-manager/graphql-server';
import { ask } from '../graphql-server/support/exchange.js';
import { json, startLoopback, type Answer, type Loopback } from '../http/support/loopback.js';
import { CONVENTIONS } from './support/conventions.js';
import { openFleet, type Fleet } from './support/fleet.js';

const MARK = 'zq7marker';
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';
const owner = { id: MARK, roles: ['owner'], tenant: MARK };

describe('telemetry as a whole', () => {
  let vendor: Loopback;
  let answer: Answer;
  let fleet: Fleet;
  let server: RunningServer;
  let eventFails = false;

  before(async () => {
    vendor = await startLoopback((...all) => answer(...all));
    const onEvent = async (): Promise<void> => {
      if (eventFails) throw new Error(MARK);
    };
    fleet = await openFleet({ vendorUrl: vendor.url, onEvent });
    server = await serve(fleet.gm, { port: 0, context: () => ({ actor: owner }) });
  });
  after(async () => {
    await server.close();
    await fleet.close();
    await vendor.close();
  });
  beforeEach(() => {
    fleet.telemetry.reset();
    vendor.seen.splice(0);
    answer = (_seen, response) => json(response, [{ id: 1, vesselId: 1, price: MARK }]);
  });

  const post = async (query: string, headers: Record<string, string> = {}): Promise<string> =>
    (await ask(server.url, { body: JSON.stringify({ query }), headers })).body;

  async function deliver(): Promise<void> {
    const worker = fleet.gm.worker({ maxAttempts: 1, pollMs: 5 }).start();
    await worker.idle();
    await worker.stop();
  }

  const CHANGE = `mutation { updateVessel(id: 1, input: { name: "${MARK}" }) { vessel { name quotes { nodes { price } } } } }`;

  it('is one tree, from the header of the caller through database and events to the header of the upstream', async () => {
    const body = await post(CHANGE, { traceparent: `00-${TRACE}-${PARENT}-01`, baggage: `user=${MARK}` });
    expect(body).to.contain(`"price":"${MARK}"`);
    await deliver();
    const { spans, tree } = fleet.telemetry;
    expect(spans.map((span) => span.spanContext().traceId)).to.deep.equal(spans.map(() => TRACE));
    const request = fleet.telemetry.span('mutation');
    expect(request.kind).to.equal(SpanKind.SERVER);
    expect(request.parentSpanContext).to.include({ spanId: PARENT, isRemote: true });
    expect(tree).to.deep.equal([
      'mutation',
      '  update Vessel',
      '    BEGIN',
      '    find vessel',
      '      SELECT vessel',
      '    flush',
      '      UPDATE vessel',
      '    read Vessel',
      '      read Quote',
      '        list vendor',
      '    flush',
      '    COMMIT',
      '    process mail',
    ]);
    const { spanId } = fleet.telemetry.span('list vendor').spanContext();
    expect(vendor.seen.map(({ headers }) => headers['traceparent'])).to.deep.equal([`00-${TRACE}-${spanId}-01`]);
    expect(vendor.seen[0]?.headers).not.to.have.property('baggage');
  });

  it('takes names and kinds of attributes from the conventions, none of them deprecated', async () => {
    await post(CHANGE);
    await deliver();
    const metrics = await fleet.telemetry.metrics();
    const points = metrics.flatMap(({ dataPoints }) => dataPoints.map(({ attributes }) => attributes));
    const attributes = [
      ...fleet.telemetry.spans.flatMap((span) => [span.attributes, ...span.events.map((event) => event.attributes ?? {})]),
      ...points,
    ];
    const names = new Set(attributes.flatMap((each) => Object.keys(each)).filter((name) => !/^(?:general_manager|mikro_orm)\./.test(name)));
    expect([...names]).to.include.members(['db.system.name', 'http.request.method', 'messaging.system.name', 'server.address']);
    for (const name of names) expect(CONVENTIONS.get(name), name).to.equal('current');
  });

  it('holds no data of users, whatever goes wrong', async () => {
    const before = fleet.logged.length;
    const failing: Answer = (_seen, response) => json(response, { [MARK]: MARK }, 500, { 'x-own': MARK });
    const breaking: Answer = (_seen, _response, request) => void request.socket.destroy();
    await post(CHANGE, { baggage: `user=${MARK}`, authorization: `Bearer ${MARK}` });
    for (const each of [failing, breaking]) {
      answer = each;
      await post(`query ${MARK} { vessels(filter: { name: { contains: "${MARK}" } }) { nodes { name quotes { nodes { price } } } } }`);
    }
    await post(`{ ${MARK} }`);
    await post(`{ vessels(filter: { name: { eq: "${MARK}" } }, after: "${MARK}") { nodes { id } } }`);
    await post(`mutation { createVessel(input: { id: "${MARK}" }) { vessel { id } } }`);
    await post(`mutation { updateVessel(id: 999, input: { name: "${MARK}" }) { vessel { id } } }`);
    await fleet.gm
      .system(MARK)
      .manager('Vessel')
      .filter({ [MARK]: 1 })
      .all()
      .catch(() => undefined);
    eventFails = true;
    await deliver();
    eventFails = false;
    const { spans } = fleet.telemetry;
    expect(spans.length).to.be.greaterThan(15);
    expect(fleet.logged.length).to.be.greaterThan(before);
    expect(await fleet.telemetry.everything()).not.to.contain(MARK);
    expect(fleet.logged.join('\n')).not.to.contain(MARK);
  });

  it('adds no series, however many names clients make up and tenants there are', async () => {
    const request = (name: string): void =>
      fleet.gm
        .observeRequest({ protocol: 'graphql', header: () => undefined })
        ?.ended({ operation: { type: 'query', name, trusted: false }, direct: true, errors: [] });
    const asTenant = async (tenant: string): Promise<unknown> => fleet.gm.as({ id: tenant, tenant, roles: [] }).manager('Vessel').count();
    const series = async (): Promise<number> =>
      (await fleet.telemetry.metrics()).reduce((sum, { dataPoints }) => sum + dataPoints.length, 0);
    await post('query first { vessels { totalCount } }');
    request('first');
    await asTenant('first');
    const before = await series();
    for (let index = 0; index < 10_000; index += 1) request(`name${index}`);
    for (let index = 0; index < 100; index += 1) await post(`query real${index} { vessels { totalCount } }`);
    for (let index = 0; index < 1000; index += 50)
      await Promise.all(Array.from({ length: 50 }, async (_each, offset) => asTenant(`tenant ${index + offset}`)));
    expect(await series()).to.equal(before);
    const told = await fleet.telemetry.points(METRICS.requestDuration.name, { 'graphql.operation.name': 'other' });
    const counts = told.map(({ value }) => (value as Histogram).count);
    expect(Math.max(...counts)).to.be.at.least(10_000);
    expect(
      await fleet.telemetry.points(METRICS.calls.name, {
        'general_manager.manager': 'Vessel',
        'general_manager.operation': 'read',
        'general_manager.outcome': 'ok',
      }),
    ).to.have.lengthOf(1);
  });
});
