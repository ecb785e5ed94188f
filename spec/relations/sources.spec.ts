import 'reflect-metadata';
import { Entity, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM as PostgreSql } from '@mikro-orm/postgresql';
import { MikroORM as Sqlite } from '@mikro-orm/sqlite';
import { expect } from 'chai';
import { bootstrap, definePlugin, type Application, type Plugin } from 'general-manager';
import { database, everyone, Interface, many, Manager, nobody, one, Permission } from 'general-manager/decorators';
import { sideTables } from 'general-manager/mikro-orm';
import { bootCore } from 'general-manager/plugin';
import { databaseAdapter } from '../../integrations/mikro-orm/index.js';
import { freshDatabase } from '../support/postgres.js';
import { ADMIN, BUYER, openCatalogue, Part, Shelf, Supplier, type Catalogue } from './support/catalogue.js';
import { SHOP } from './support/shop.js';

const codeOf = async (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => undefined,
    (error: unknown) => (error as { readonly code?: unknown }).code,
  );

describe('reads that lead to several sources', () => {
  const told: string[] = [];
  let pause: (() => Promise<void>) | undefined;
  const watching: Plugin = definePlugin({
    name: 'watching',
    description: 'Notes what is decided and read.',
    hooks: {
      onDecision: ({ manager, operation }) => void told.push(`${operation} ${manager.name}`),
      wrapOperation:
        ({ next }) =>
        async (args) => {
          const result = await next(args);
          told.push(`done ${args.manager.name}`);
          await pause?.();
          return result;
        },
    },
  });
  let store: Catalogue;
  before(async () => {
    store = await openCatalogue({ plugins: [watching] });
  });
  beforeEach(async () => {
    await store.put(SHOP);
    pause = undefined;
    told.length = 0;
  });
  after(async () => store.close());

  it('decide about each manager before anything is read, and are an operation of each', async () => {
    const filter = { quotes: { some: { price: 3 } } };
    await store.gm
      .as(BUYER)
      .manager(Part)
      .filter(filter)
      .select({ supplier: { quotes: { select: { price: true } } } })
      .all();
    expect(told).to.deep.equal(['read Part', 'read Quote', 'read Supplier', 'done Quote', 'done Part', 'done Supplier', 'done Quote']);
  });

  it('show plugins whole plans, and give on what these make of the rows', async () => {
    pause = async () => Promise.resolve();
    const plans: unknown[] = [];
    const upper = await openCatalogue({
      plugins: [
        definePlugin({
          name: 'upper',
          description: 'Changes what is read.',
          hooks: {
            wrapOperation:
              ({ next }) =>
              async (args) => {
                const result = await next(args);
                if (args.operation === 'read') plans.push(args.plan.manager.name);
                if (args.manager.name !== 'Supplier' || !('rows' in result)) return result;
                return { ...result, rows: result.rows.map((row) => ({ ...row, country: 'changed' })) };
              },
          },
        }),
      ],
    });
    try {
      await upper.put(SHOP);
      const [part] = await upper.gm
        .as(BUYER)
        .manager(Part)
        .select({ supplier: { country: true } })
        .all();
      expect(part).to.deep.equal({ supplier: { country: 'changed' } });
      expect(plans).to.deep.equal(['Part', 'Supplier']);
    } finally {
      await upper.close();
    }
  });

  it('end with the signal: nothing more is read', async () => {
    const controller = new AbortController();
    pause = async () => controller.abort();
    const read = store.gm.as(BUYER).manager(Part).using({ signal: controller.signal }).select({ supplier: true, quotes: true }).all();
    expect(await codeOf(read)).to.equal('GM_READ_ABORTED');
    expect(told.filter((each) => each.startsWith('done'))).to.deep.equal(['done Part']);
  });

  it('have one time together', async () => {
    pause = async () =>
      new Promise((resolve) => {
        setTimeout(resolve, 60);
      });
    const read = store.gm.as(BUYER).manager(Part).using({ timeoutMs: 50 }).select({ supplier: true, quotes: true }).all();
    expect(await codeOf(read)).to.equal('GM_READ_TIMEOUT');
    expect(told.filter((each) => each.startsWith('done'))).to.deep.equal(['done Part']);
  });

  it('take no time limit for none', async () => {
    expect(await codeOf(store.gm.as(BUYER).manager(Part).using({ timeoutMs: 0 }).select({ supplier: true }).all())).to.equal(undefined);
  });

  it('are in the transaction of the session in its own source alone', async () => {
    await store.parts.em.fork().transactional(async (em) => {
      await em.nativeUpdate(Part, { id: 4 }, { supplierCode: 'acme' });
      const read = async (session?: object): Promise<unknown> =>
        store.gm
          .as(ADMIN)
          .manager(Part)
          .using(session ? { session } : {})
          .filter({ number: 'D' })
          .select({ supplier: { parts: { select: { number: true } } } })
          .all();
      expect(await read(em)).to.deep.equal([{ supplier: { parts: [{ number: 'A' }, { number: 'C' }, { number: 'D' }] } }]);
      expect(await read()).to.deep.equal([{ supplier: null }]);
      // Reads of another source know nothing of the session.
      const suppliers = store.gm.as(ADMIN).manager(Supplier).using({ session: em });
      expect(await suppliers.select({ parts: { select: { number: true } } }).first()).to.deep.equal({
        parts: [{ number: 'A' }, { number: 'C' }],
      });
    });
  });
});

@Entity()
@Manager({
  relations: {
    customer: one(() => Customer, { by: 'customerId' }),
    secret: one(() => Secret, { by: 'customerId' }),
    secrets: many(() => Secret, { by: 'contractId' }),
  },
})
@Interface(database({ history: true }))
@Permission({ read: everyone(), update: everyone() })
class Contract {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'integer' })
  customerId!: number;

  customer?: Customer;
  secret?: Secret;
  secrets?: Secret[];
}

@Entity()
@Manager({ relations: { contracts: many(() => Contract, { by: 'customerId' }) } })
@Permission({ read: everyone() })
class Customer {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'text' })
  name!: string;

  contracts?: Contract[];
}

@Entity()
@Manager()
@Permission({ read: nobody() })
class Secret {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'integer' })
  contractId!: number;
}

describe('reads of several sources as they were', () => {
  const ran: string[] = [];
  let contracts: PostgreSql;
  let customers: Sqlite;
  let gm: Application;
  let drop: () => Promise<void>;
  before(async () => {
    const { url, ...database } = await freshDatabase('histories');
    drop = database.drop;
    const onQuery = (sql: string): string => {
      ran.push(sql);
      return sql;
    };
    const common = { metadataProvider: ReflectMetadataProvider, onQuery };
    contracts = await PostgreSql.init({ ...common, clientUrl: url, entities: [Contract, ...sideTables()] });
    customers = await Sqlite.init({ ...common, dbName: ':memory:', entities: [Customer, Secret] });
    await Promise.all([contracts.schema.create(), customers.schema.create()]);
    await contracts.em.fork().insert(Contract, { id: 1, customerId: 1 });
    await customers.em.fork().insert(Customer, { id: 1, name: 'Ann' });
    await customers.em.fork().insert(Secret, { id: 1, contractId: 1 });
    gm = await bootstrap({ orm: [contracts, customers], drift: 'off' });
  });
  after(async () => {
    await Promise.all([contracts.close(), customers.close()]);
    await drop();
  });

  it('are refused before anything is read where one of them keeps no history', async () => {
    const then = gm.as(null).manager(Contract).asOf(new Date());
    expect(await then.select({ customerId: true }).all()).to.deep.equal([{ customerId: 1 }]);
    for (const bucket of [
      then.select({ customer: true }),
      then.filter({ customer: { name: 'Ann' } }),
      then.filter({ not: { customer: null } }),
      then.select({ customer: { contracts: true } }),
    ]) {
      ran.length = 0;
      expect(await codeOf(bucket.all())).to.equal('GM_READ_NO_HISTORY');
      expect(ran).to.deep.equal([]);
    }
  });

  it('ask nothing of what nobody may see', async () => {
    ran.length = 0;
    const found = await gm.as(null).manager(Contract).select({ secret: true, secrets: true }).all();
    expect(found).to.deep.equal([{ secret: null, secrets: [] }]);
    expect(
      await gm
        .as(null)
        .manager(Contract)
        .filter({ secrets: { none: {} } })
        .count(),
    ).to.equal(1);
    expect(ran).to.have.length(2);
  });
});

describe('durable events of several databases', () => {
  it('are those of the first alone, so that nothing is written elsewhere', async () => {
    const { url, drop } = await freshDatabase('events');
    const options = { metadataProvider: ReflectMetadataProvider, clientUrl: url };
    const one = await PostgreSql.init({ ...options, entities: [Contract, ...sideTables()] });
    const other = await PostgreSql.init({ ...options, entities: [Part, Shelf] });
    try {
      const plugins = [definePlugin({ name: 'search', description: 'Is told.', events: 'durable', hooks: { onEvent: () => undefined } })];
      const { problems } = bootCore({ adapters: [databaseAdapter(one), databaseAdapter(other)], plugins });
      expect(problems.filter(({ code }) => code.startsWith('GM_EVENT')).map(({ code, path }) => `${code} ${path}`)).to.deep.equal([
        'GM_EVENT_ELSEWHERE Part',
      ]);
    } finally {
      await Promise.all([one.close(), other.close()]);
      await drop();
    }
  });
});

describe('row-level security of several databases', () => {
  it('is that of those that have it', async () => {
    const { gm, put, close } = await openCatalogue({ rls: {} });
    try {
      await put(SHOP);
      const found = await gm
        .as(BUYER)
        .manager(Part)
        .filter({ supplier: { country: 'DE' } })
        .select({ supplier: { code: true } })
        .all();
      expect(found).to.deep.equal([{ supplier: { code: 'acme' } }]);
    } finally {
      await close();
    }
  });

  it('is a problem where none has it', async () => {
    const orm = await Sqlite.init({ dbName: ':memory:', entities: [Secret], metadataProvider: ReflectMetadataProvider });
    try {
      const failed = await bootstrap({ orm: [orm, orm], rls: {}, drift: 'off' }).catch((error: unknown) => error);
      expect(failed).to.have.deep.nested.property('problems[0].code', 'GM_RLS_UNSUPPORTED');
    } finally {
      await orm.close();
    }
  });
});
