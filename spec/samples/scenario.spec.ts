import { expect } from 'chai';
import type { Application } from 'general-manager';
import { createHandler } from 'general-manager/graphql-server';
import { client, expectStatements, policySpec, type TestApp, type TestClient } from 'general-manager/testing';
import type { MikroORM } from '@mikro-orm/postgresql';
import { Ship } from '../../samples/logistics/fleet/ship.js';
import { LogEntry } from '../../samples/logistics/maintenance/log-entry.js';
import { WorkOrder } from '../../samples/logistics/maintenance/work-order.js';
import { ADA, GRACE, MIA, openFleet, SAM } from './logistics/fixtures.js';

const ORDER = `
  mutation ($ship: ID!) {
    createWorkOrder(input: {
      title: "Replace pump", status: Open, priority: 2, openedAt: "2026-11-02T08:00:00Z", ship: { connect: $ship }
      parts: { create: { title: "Order gasket", status: Open, priority: 1, openedAt: "2026-11-02T08:05:00Z", ship: { connect: $ship } } }
    }) { workOrder { id parts { nodes { id } } } }
  }`;

interface Ordered {
  readonly createWorkOrder: {
    readonly workOrder: { readonly id: string; readonly parts: { readonly nodes: readonly { readonly id: string }[] } };
  };
}

describe('scenario: a pump breaks', function () {
  this.timeout(60_000);
  let app: TestApp<Application, MikroORM>;
  let served: TestClient;

  before(async () => {
    app = await openFleet();
    served = client(app.gm, { handler: (context, directRoute) => createHandler(app.gm, { context, directRoute }) });
  });
  after(async () => app?.close());
  afterEach(async () => app.reset());

  const ship = async (name: string): Promise<string> => {
    const { ships } = await served.data<{ ships: { nodes: { id: string }[] } }>(
      `{ ships(filter: { name: { eq: "${name}" } }) { nodes { id } } }`,
    );
    return ships.nodes[0]?.id ?? '';
  };
  const readiness = async (): Promise<unknown> => {
    const { readiness: found } = await served.data<{ readiness: { nodes: unknown } }>(
      '{ readiness(sort: [{ ship: { name: ASC } }]) { nodes { ship { name } openOrders crew } } }',
    );
    return found.nodes;
  };
  /** Everything that is stored. */
  const dump = async (of: TestApp<Application, MikroORM>): Promise<string> => {
    const em = of.orm.em.fork();
    const tables = await em.execute<{ name: string }[]>(
      `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
    );
    const rows = [];
    for (const { name } of tables) rows.push([name, await em.execute(`select to_jsonb(t) as row from "${name}" as t order by t::text`)]);
    return JSON.stringify(rows);
  };

  it('begins with the same fleet each time', async () => {
    const again = await openFleet();
    try {
      const found = await dump(app);
      expect(found.length).to.be.above(3000);
      expect(await dump(again)).to.equal(found);
    } finally {
      await again.close();
    }
  });

  it('is ordered, worked on, finished and noted, by those who may', async () => {
    const id = await ship('Ship 1');
    const before = await dump(app);
    expect(await readiness()).to.deep.equal([
      { ship: { name: 'Ship 1' }, openOrders: 0, crew: 1 },
      { ship: { name: 'Ship 2' }, openOrders: 3, crew: 0 },
    ]);

    // Strangers and dispatchers order nothing.
    expect((await served.refusal(ORDER, { ship: id })).code).to.equal('FORBIDDEN');
    expect((await served.as(SAM).refusal(ORDER, { ship: id })).code).to.equal('FORBIDDEN');
    expect(await dump(app)).to.equal(before);

    const yard = served.as(MIA);
    const {
      createWorkOrder: { workOrder },
    } = await yard.data<Ordered>(ORDER, { ship: id });
    expect(await readiness()).to.deep.include({ ship: { name: 'Ship 1' }, openOrders: 2, crew: 1 });

    // It is not done before its parts are.
    const FINISH = 'mutation ($id: ID!) { finishWorkOrder(id: $id, input: { cost: "480.00" }) { workOrder { status cost } } }';
    expect((await yard.refusal(FINISH, { id: workOrder.id })).fieldErrors?.map(({ code }) => code)).to.deep.equal(['PARTS_OPEN']);
    const PART = 'mutation ($id: ID!) { updateWorkOrder(id: $id, input: { status: Done }) { workOrder { status } } }';
    await yard.data(PART, { id: workOrder.parts.nodes[0]?.id });
    expect(await yard.data(FINISH, { id: workOrder.id })).to.deep.equal({
      finishWorkOrder: { workOrder: { status: 'Done', cost: '480.00' } },
    });

    // From then on it stays as it is, also for the board.
    expect((await yard.refusal(PART, { id: workOrder.id })).gm).to.equal('GM_WRITE_FORBIDDEN');
    const policies = policySpec(app.gm);
    await policies.given(ADA, WorkOrder, BigInt(workOrder.id)).when('update').isDenied();
    await policies.given(ADA, WorkOrder, BigInt(workOrder.id)).when('delete').isAllowed();

    // The captain finds what was noted about her ship, and nobody else does.
    await app.gm.factory(LogEntry).create({ note: 'Pump replaced', order: BigInt(workOrder.id), author: null });
    const LOG = '{ logEntries { nodes { note order { title } } } }';
    expect(await served.as(GRACE).data(LOG)).to.deep.equal({
      logEntries: { nodes: [{ note: 'Pump replaced', order: { title: 'Replace pump' } }] },
    });
    expect((await served.refusal(LOG)).code).to.equal('FORBIDDEN');
    expect((await yard.refusal(LOG)).gm).to.equal('GM_PERM_FORBIDDEN');
    expect(await readiness()).to.deep.include({ ship: { name: 'Ship 1' }, openOrders: 0, crew: 1 });
  });

  it('left nothing behind', async () => {
    expect(await readiness()).to.deep.include({ ship: { name: 'Ship 1' }, openOrders: 0, crew: 1 });
    expect(await app.gm.system('scenario').manager(WorkOrder).count()).to.equal(3);
  });

  it('reads fleets of any size with the same statements', async () => {
    const list = async (): Promise<unknown> =>
      expectStatements(app.orm, 1, async () =>
        app.gm
          .as(MIA)
          .manager(Ship)
          .select({ name: true, homePort: { name: true }, workOrders: { select: { title: true } } })
          .all(),
      );
    await list();
    await app.gm.factory('CargoShip').createMany(20);
    await list();
  });
});
