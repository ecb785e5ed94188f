import 'reflect-metadata';
import { Collection, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, OneToMany, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { graphql } from 'graphql';
import { bootstrap, type Application } from 'general-manager';
import {
  actor,
  anyOf,
  database,
  deny,
  everyone,
  Interface,
  Manager,
  nobody,
  Permission,
  require,
  role,
  where,
} from 'general-manager/decorators';
import { SHELVES, thingRows, VAULTS } from '../reads/support/rows.js';
import { openStore, Thing } from '../reads/support/shelf.js';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';
import { acting, permission } from './support/rules.js';
import { swapPolicies } from './support/swap-policies.js';

@Entity()
@Manager({ plural: 'crew' })
@Permission<Sailor>({ read: everyone(), create: role('captain'), update: where({ id: actor('id') }), delete: nobody() })
class Sailor {
  @PrimaryKey()
  id!: number;

  @Property()
  name!: string;

  @OneToMany(() => Ship, (ship) => ship.owner)
  ships = new Collection<Ship>(this);
}

@Entity()
@Manager({ fields: { price: { name: 'cost' } } })
@Permission<Ship>({
  read: everyone(),
  create: where({ owner: { id: actor('id') } }),
  update: anyOf(where({ owner: { id: actor('id') } }), role('captain')),
  delete: [where({ owner: actor('id') }), deny(where({ sunk: true })), require(role('captain'))],
  fields: {
    price: { update: role('purser') },
    sunk: { update: where({ name: { contains: 'Bounty' } }) },
    code: { update: everyone() },
    log: { update: everyone() },
  },
})
class Ship {
  @PrimaryKey()
  id!: number;

  @Property()
  name!: string;

  @Property({ nullable: true })
  price?: number;

  @Property({ nullable: true })
  sunk?: boolean;

  @Property({ hidden: true, nullable: true })
  code?: string;

  @Property({ formula: (columns) => `upper(${columns.name})`, nullable: true })
  log?: string;

  @ManyToOne(() => Sailor)
  owner!: Rel<Sailor>;

  @OneToMany(() => Voyage, (voyage) => voyage.ship)
  voyages = new Collection<Voyage>(this);
}

/** Some are hidden from some. */
@Entity()
@Manager()
@Permission<Voyage>({ read: where({ ship: { owner: actor('id') } }), update: where({ ship: { owner: { name: actor('name') } } }) })
class Voyage {
  @PrimaryKey()
  id!: number;

  @Property()
  harbour!: string;

  @ManyToOne(() => Ship)
  ship!: Rel<Ship>;
}

@Entity()
@Manager()
@Interface(database({ mode: 'read-only' }))
@Permission({ read: role('captain') })
class Chart {
  @PrimaryKey()
  id!: number;
}

const ADA = { id: 1, name: 'Ada' };
const CAPTAIN = { id: 2, name: 'Bo', roles: ['captain', 'purser'] };
const ACTORS = [ADA, CAPTAIN, { id: 1, roles: ['captain'] }, { id: 3, roles: ['purser'] }, {}, null];

describe('permission: capabilities', () => {
  let fresh: FreshDatabase;
  let orm: MikroORM;
  let gm: Application;
  const statements: string[] = [];

  before(async () => {
    fresh = await freshDatabase('capabilities');
    orm = await MikroORM.init({
      clientUrl: fresh.url,
      entities: [Sailor, Ship, Voyage, Chart],
      metadataProvider: ReflectMetadataProvider,
      debug: ['query'],
      logger: (message) => void statements.push(message),
    });
    await orm.schema.create();
    const em = orm.em.fork();
    const [ada, bo] = [em.create(Sailor, { id: 1, name: 'Ada' }), em.create(Sailor, { id: 2, name: 'Bo' })];
    const ships = [
      em.create(Ship, { id: 1, name: 'Bounty', sunk: false, owner: ada }),
      em.create(Ship, { id: 2, name: 'Bounty II', sunk: true, owner: bo }),
      em.create(Ship, { id: 3, name: 'Argo', owner: bo }),
      em.create(Ship, { id: 4, name: 'Argo II', sunk: false, owner: bo }),
    ];
    ships.forEach((ship, index) => em.create(Voyage, { id: index + 1, harbour: 'Kiel', ship }));
    await em.flush();
    gm = await bootstrap({ orm, drift: 'off', limits: { maxRows: 100_000_000 } });
  });
  beforeEach(() => statements.splice(0));
  after(async () => {
    await orm.close();
    await fresh.drop();
  });

  const ask = async (source: string, who: object | null): Promise<unknown> => {
    const { data, errors } = await graphql({ schema: gm.schema, source, contextValue: { actor: who } });
    expect(errors).to.equal(undefined);
    return JSON.parse(JSON.stringify(data)) as unknown;
  };

  it('are those that explain gives, for every object and actor', async () => {
    let allowed = 0;
    const explained = async (who: object | null, manager: object, id: unknown): Promise<readonly boolean[]> => {
      const answers = await Promise.all([gm.explain(who, 'update', manager, id), gm.explain(who, 'delete', manager, id)]);
      return answers.map((each) => each.allowed);
    };
    for (const [who, name] of ACTORS.flatMap((each) => ['Sailor', 'Ship', 'Voyage'].map((name) => [each, name] as const))) {
      const bucket = gm.as(who).manager(name).select({ id: true }).withCapabilities();
      for (const { id, capabilities } of await bucket.all().catch(() => [])) {
        const told = [capabilities.update, capabilities.delete];
        expect(told, `${name} ${String(id)}`).to.deep.equal(await explained(who, gm.model.managers.get(name)?.target ?? {}, id));
        allowed += told.filter(Boolean).length;
      }
    }
    expect(allowed).to.equal(18);
  });

  it('of fields need both rules; hidden and computed ones are never updated', async () => {
    const fields = async (who: object | null): Promise<unknown> => {
      const ships = await gm.as(who).manager(Ship).select({}).withCapabilities().sort('id').all();
      return ships.map(({ capabilities }) => capabilities.fields);
    };
    expect(await fields(CAPTAIN)).to.deep.equal([
      { price: true, sunk: true, log: false },
      { price: true, sunk: true, log: false },
      { price: true, sunk: false, log: false },
      { price: true, sunk: false, log: false },
    ]);
    expect(await fields(ADA)).to.deep.equal([
      { price: false, sunk: true, log: false },
      ...Array.from({ length: 3 }, () => ({ price: false, sunk: false, log: false })),
    ]);
  });

  it('come with the objects at every level, in one statement', async () => {
    const can = 'capabilities { update delete }';
    const query = `{ crew { nodes { name ${can} ships { nodes { id may: ${can} capabilities { fields { cost sunk } }
      voyages { nodes { id ${can} ship { owner { ${can} } } } } } } } } }`;
    const no = { update: false, delete: false };
    const yes = { update: true, delete: false };
    const nodes = (...list: readonly object[]): object => ({ nodes: list });
    const ship = (id: string, may: object, sunk: boolean, ...voyages: readonly object[]): object => {
      return { id, may, capabilities: { fields: { cost: false, sunk } }, voyages: nodes(...voyages) };
    };
    expect(await ask(query, ADA)).to.deep.equal({
      crew: nodes(
        {
          name: 'Ada',
          capabilities: yes,
          ships: nodes(ship('1', yes, true, { id: '1', capabilities: yes, ship: { owner: { capabilities: yes } } })),
        },
        { name: 'Bo', capabilities: no, ships: nodes(ship('2', no, false), ship('3', no, false), ship('4', no, false)) },
      ),
    });
    expect(statements).to.have.length(1);
    expect(await ask('{ ship(id: 4) { capabilities { __typename delete } } }', CAPTAIN)).to.deep.equal({
      ship: { capabilities: { __typename: 'ShipCapabilities', delete: true } },
    });
    expect(await ask('{ ship(id: 4) { capabilities { __typename } } }', null)).to.deep.equal({
      ship: { capabilities: { __typename: 'ShipCapabilities' } },
    });
    expect(statements).to.have.length(3);
  });

  it('ask nothing of the database where they are not selected', async () => {
    await ask('{ ships { nodes { id } } }', ADA);
    expect(statements.join()).not.to.contain('coalesce(exists').and.not.to.contain('false)');
  });

  it('exist only of what the actor may read', async () => {
    expect(await gm.as(ADA).manager(Voyage).select({ id: true }).withCapabilities().all()).to.deep.equal([
      { id: 1, capabilities: { update: true, delete: false, fields: {} } },
    ]);
    expect(await gm.as(ADA).manager(Voyage).withCapabilities().find(2)).to.equal(null);
  });

  it('of a manager tell whether there can be any, without a statement', async () => {
    const query = '{ capabilities { crew { read create } ships { create } voyages { read create } charts { read create } } }';
    expect(await ask(query, null)).to.deep.equal({
      capabilities: {
        crew: { read: true, create: false },
        ships: { create: false },
        voyages: { read: false, create: false },
        charts: { read: false, create: false },
      },
    });
    expect(await ask(query, CAPTAIN)).to.deep.equal({
      capabilities: {
        crew: { read: true, create: true },
        ships: { create: true },
        voyages: { read: true, create: false },
        charts: { read: true, create: false },
      },
    });
    expect(gm.as(ADA).manager(Ship).capabilities()).to.deep.equal({ read: true, create: true });
    expect(gm.as({}).manager(Voyage).capabilities()).to.deep.equal({ read: false, create: false });
    expect(statements).to.have.length(0);
  });

  it('of the system are all that the interface can do', async () => {
    const system = gm.system('spec');
    const [ship] = await system.manager(Ship).select({}).withCapabilities().all();
    expect(ship?.capabilities).to.deep.equal({ update: true, delete: true, fields: { price: true, sunk: true, log: false } });
    expect(system.manager(Voyage).capabilities()).to.deep.equal({ read: true, create: true });
    expect(system.manager(Chart).capabilities()).to.deep.equal({ read: true, create: false });
  });

  it('keep their place beside selections, pages and single objects, and take another name where theirs is taken', async () => {
    const ships = gm.as(ADA).manager(Ship).withCapabilities('may').filter({ id: 1 });
    expect(await ships.select({ id: true }).get(1)).to.deep.equal({
      id: 1,
      may: { update: true, delete: false, fields: { price: false, sunk: true, log: false } },
    });
    const { items } = await ships.page({ first: 1, total: true });
    expect(items[0]?.may.fields.sunk).to.equal(true);
    expect(items[0]?.name).to.equal('Bounty');
    const [twice] = await ships.withCapabilities('also').select({ id: true }).all();
    expect(twice?.also).to.deep.equal(twice?.may);
    expect(await ships.values('id')).to.deep.equal([1]);
    expect(await ships.count()).to.equal(1);
    expect(() => gm.as(ADA).manager(Ship).withCapabilities('name'))
      .to.throw()
      .with.property('code', 'GM_READ_CAPABILITY_NAME');
  });
});

describe('permission: capabilities of whatever policy', () => {
  it('agree with explain, for whatever rules and actor', async function () {
    this.timeout(60_000);
    const store = await openStore('capability_rules');
    await store.fill('shelf', SHELVES);
    await store.fill('vault', VAULTS);
    let allowed = 0;
    const actors = fc.array(acting, { minLength: 3, maxLength: 3 });
    const property = fc.asyncProperty(thingRows, permission, permission, actors, async (rows, update, second, tried) => {
      await store.fill('thing', rows);
      const permissions = { read: everyone(), update, delete: second, fields: { label: { update: second } } };
      const gm = await store.boot({ plugins: [swapPolicies({ Thing: permissions })] }).catch(() => undefined);
      if (!gm) return;
      for (const who of tried) {
        const things = await gm.as(who).manager(Thing).select({ id: true }).withCapabilities().sort('id').all();
        for (const { id, capabilities } of things.slice(0, 3)) {
          const [first, other] = await Promise.all([gm.explain(who, 'update', Thing, id), gm.explain(who, 'delete', Thing, id)]);
          const fields = { label: first.allowed && other.allowed };
          const expected = { update: first.allowed, delete: other.allowed, fields };
          expect(capabilities, fc.stringify([update, second, who, id])).to.deep.equal(expected);
          allowed += [first, other].filter((each) => each.allowed).length;
        }
      }
    });
    try {
      await fc.assert(property, { seed: 1618, numRuns: 15 });
      expect(allowed).to.be.above(10);
    } finally {
      await store.close();
    }
  });
});
