import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { bootstrap, isGeneralManagerError, type Application } from 'general-manager';
import { everyone, Interface, Manager, Permission } from 'general-manager/decorators';
import { field, http, undiciTransport } from 'general-manager/http';
import { faultServer, type FaultServer, type FaultServerOptions } from 'general-manager/testing';

const FAULTS: FaultServerOptions['faults'] = {
  latency: { rate: 0.1, ms: 20 },
  reset: 0.1,
  halfOpen: 0.02,
  truncate: 0.1,
  status429: 0.1,
  status500: 0.1,
  malformedJson: 0.1,
  slowBody: { rate: 0.05, ms: 20 },
};
const PARCELS = Array.from({ length: 10 }, (_each, index) => ({ id: index + 1, weight: index * 3 }));

/** What a client of parcels does, in whatever way it does it. */
interface Client {
  read(id: number): Promise<number | undefined>;
  create(weight: number): Promise<boolean>;
  close(): Promise<void>;
}

/** What became of a client among faults. */
interface Report {
  readonly right: number;
  readonly wrong: number;
  /** Creates that were done more often than they were asked for. */
  readonly repeated: number;
  /** Connections that are open after the client has been closed. */
  readonly left: number;
}

describe('chaos: an upstream that fails', function () {
  this.timeout(60_000);
  let created: number[];
  let server: FaultServer;

  beforeEach(async () => {
    created = [];
    const answers: FaultServerOptions['answers'] = ({ method, path, body }) => {
      if (method === 'POST')
        return { status: 201, body: { id: 100 + created.push((JSON.parse(body) as { weight: number }).weight), weight: 1 } };
      const found = PARCELS.find(({ id }) => path === `/parcels/${id}`);
      return found ? { body: found } : { status: 404, body: {} };
    };
    server = await faultServer({ seed: 11, faults: FAULTS, answers });
  });
  afterEach(async () => server.close());

  /** Lets a client work among faults. */
  async function torment(client: Client): Promise<Report> {
    let [right, wrong] = [0, 0];
    for (let round = 0; round < 6; round += 1) {
      const found = await Promise.all(PARCELS.map(async ({ id }) => client.read(id)));
      right += found.filter((weight, index) => weight === PARCELS[index]?.weight).length;
      wrong += found.filter((weight, index) => weight !== undefined && weight !== PARCELS[index]?.weight).length;
      await client.create(1000 + round);
    }
    for (let weight = 2000; weight < 2030; weight += 1) await client.create(weight);
    await client.close();
    // What was closed on this side is noticed on the other a moment later.
    for (let turn = 0; turn < 300 && server.connections > 0; turn += 1) await wait(10);
    return { right, wrong, repeated: created.length - new Set(created).size, left: server.connections };
  }

  class Parcel {
    id!: number;
    weight!: number;
  }

  /** The resource as applications declare it. */
  async function managed(): Promise<Client> {
    const target = class extends Parcel {};
    Manager({ name: 'Parcel' })(target);
    Interface(
      http<Parcel>({
        baseUrl: server.url,
        fields: { id: field.id({ type: 'int', readOnly: true }), weight: field.int() },
        operations: { detail: { path: '/parcels/{id}' }, create: { path: '/parcels' } },
        timeouts: { totalMs: 5000, attemptMs: 500 },
        retry: { baseMs: 1, maxAttempts: 4, budget: { ratio: 1 } },
        breaker: false,
        // Connections of its own, which end with the application.
        transport: undiciTransport(),
      }),
    )(target);
    Permission<Parcel>({ read: everyone(), create: everyone() })(target);
    const gm: Application = await bootstrap({ managers: [target] });
    const parcels = gm.as(null).manager(target);
    const known = (error: unknown): undefined => {
      if (!isGeneralManagerError(error) || error.code === 'GM_INTERNAL') throw error;
    };
    return {
      read: async (id) =>
        parcels
          .select({ weight: true })
          .get(id)
          .then((found) => found.weight, known),
      create: async (weight) =>
        parcels.create({ weight }).then(
          () => true,
          (error: unknown) => known(error) ?? false,
        ),
      close: async () => gm.close(),
    };
  }

  it('takes no wrong answers from a resource, no write twice, and leaves no connection', async () => {
    const report = await torment(await managed());
    expect(server.events.filter(({ fault }) => fault !== 'none').length).to.be.above(30);
    expect(report).to.include({ wrong: 0, repeated: 0, left: 0 });
    // On a busy machine more of them run out of time.
    expect(report.right, 'reads that were answered').to.be.above(30);
    expect(created.length, 'creates that were done').to.be.within(10, 36);
  });

  /** By hand, with faults that are planted in it. */
  const byHand = (planted: { readonly retries: boolean; readonly leaks: boolean }): Client => {
    const held: Response[] = [];
    const send = async (path: string, init: RequestInit): Promise<Response | undefined> => {
      for (let attempt = 0; attempt < 4; attempt += 1) {
        const signal = AbortSignal.timeout(300);
        const response = await fetch(`${server.url}${path}`, {
          headers: { connection: 'close' },
          ...init,
          ...(!planted.leaks && { signal }),
        }).catch(() => undefined);
        if (response?.ok) return response;
        // Who never looks at the body of a refusal keeps its connection.
        if (planted.leaks && response) held.push(response);
        else await response?.body?.cancel();
        if (init.method === 'POST' && !planted.retries) return undefined;
      }
      return undefined;
    };
    return {
      read: async (id) => {
        const response = await send(`/parcels/${id}`, {});
        return response?.json().then(
          (found) => (found as { weight: number }).weight,
          () => undefined,
        );
      },
      create: async (weight) => {
        const response = await send('/parcels', { method: 'POST', body: JSON.stringify({ weight }) });
        await response?.text().catch(() => undefined);
        return response !== undefined;
      },
      close: async () => undefined,
    };
  };

  it('finds a planted retry bug: creates that are sent again although they may have been done', async () => {
    const report = await torment(byHand({ retries: true, leaks: false }));
    expect(report.repeated).to.be.above(2);
    expect(report.left).to.equal(0);
  });

  it('finds a planted leak: connections of answers that nobody waits for', async () => {
    // Half open connections would hold the client that waits without end.
    const { read, ...rest } = byHand({ retries: false, leaks: true });
    const impatient: Client = {
      ...rest,
      read: async (id) => Promise.race([read(id), wait(150, undefined)]),
      create: async (weight) => Promise.race([rest.create(weight), wait(150, false)]),
    };
    const report = await torment(impatient);
    expect(report.left).to.be.above(0);
    expect(report.repeated).to.equal(0);
  });
});
