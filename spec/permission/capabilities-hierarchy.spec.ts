import 'reflect-metadata';
import type { Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { graphql, printType, type GraphQLNamedType } from 'graphql';
import { bootstrap, type Application } from 'general-manager';
import { actor, database, everyone, Interface, Manager, nobody, Permission, role, where } from 'general-manager/decorators';
import { Query, Resolver } from 'type-graphql';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';

@Entity({ discriminatorColumn: 'kind', discriminatorValue: 'plant' })
@Manager({ operations: { capabilities: { name: 'can' } } })
@Permission<Plant>({
  read: where({ wild: false }),
  create: role('gardener'),
  update: role('gardener', 'guest'),
  delete: role('gardener'),
  fields: { name: { update: role('gardener') } },
})
class Plant {
  @PrimaryKey()
  id!: number;

  @Property()
  name!: string;

  @Property()
  wild: boolean = false;
}

/** Says nothing: everything from above. */
@Entity({ discriminatorValue: 'herb' })
@Manager()
class Herb extends Plant {}

@Entity({ discriminatorValue: 'tree' })
@Manager()
@Permission<Tree>({
  read: everyone(),
  create: nobody(),
  update: where({ keeper: actor('name') }),
  delete: everyone(),
  fields: { height: { update: everyone() }, name: { update: everyone() } },
})
class Tree extends Plant {
  @Property({ nullable: true })
  keeper?: string;

  @Property({ nullable: true })
  height?: number;
}

@Entity({ discriminatorColumn: 'kind', discriminatorValue: 'stone' })
@Manager()
@Permission({ read: everyone(), create: everyone(), update: everyone(), delete: everyone() })
class Stone {
  @PrimaryKey()
  id!: number;
}

@Entity({ discriminatorValue: 'fossil' })
@Manager()
@Interface(database({ mode: 'read-only' }))
@Permission({ read: everyone() })
class Fossil extends Stone {}

@Entity()
@Manager()
@Permission({ read: everyone() })
class Pot {
  @PrimaryKey()
  id!: number;

  @ManyToOne(() => Plant)
  plant!: Rel<Plant>;
}

let orm: MikroORM;

@Resolver()
class Garden {
  @Query(() => [Plant])
  async everything(): Promise<Plant[]> {
    return orm.em.fork().find(Plant, {}, { orderBy: { id: 'asc' } });
  }
}

const ANN = { name: 'ann', roles: ['gardener'] };
const GUEST = { name: 'bob', roles: ['guest'] };

describe('permission: capabilities in hierarchies and of hand-written objects', () => {
  let fresh: FreshDatabase;
  let gm: Application;
  const statements: string[] = [];

  before(async () => {
    fresh = await freshDatabase('capabilities_hierarchy');
    orm = await MikroORM.init({
      clientUrl: fresh.url,
      entities: [Plant, Herb, Tree, Stone, Fossil, Pot],
      metadataProvider: ReflectMetadataProvider,
      debug: ['query'],
      logger: (message) => void statements.push(message),
    });
    await orm.schema.create();
    const em = orm.em.fork();
    const plants = [
      em.create(Plant, { id: 1, name: 'Moss', wild: false }),
      em.create(Herb, { id: 2, name: 'Sage', wild: false }),
      em.create(Tree, { id: 3, name: 'Oak', keeper: 'ann', wild: false }),
      em.create(Tree, { id: 4, name: 'Ash', keeper: 'bob', wild: false }),
      em.create(Herb, { id: 5, name: 'Hidden', wild: true }),
    ];
    plants.forEach((plant, index) => em.create(Pot, { id: index + 1, plant }));
    em.create(Stone, { id: 1 });
    em.create(Fossil, { id: 2 });
    await em.flush();
    gm = await bootstrap({ orm, drift: 'off', resolvers: [Garden] });
  });
  beforeEach(() => statements.splice(0));
  after(async () => {
    await orm.close();
    await fresh.drop();
  });

  const ask = async <T>(source: string, who: object | null): Promise<T> => {
    const { data, errors } = await graphql({ schema: gm.schema, source, contextValue: { actor: who } });
    expect(errors).to.equal(undefined);
    return JSON.parse(JSON.stringify(data)) as T;
  };

  const letters = (can: { update?: boolean; delete?: boolean; fields?: Record<string, boolean> } | null): string =>
    can === null
      ? '-'
      : [can.update && 'u', can.delete && 'd', ...Object.entries(can.fields ?? {}).map(([name, may]) => may && name)]
          .filter(Boolean)
          .join(' ');

  type Told = { id: string; can: Parameters<typeof letters>[0] };

  it('obey the class that they are read through and the concrete class', async () => {
    const told = async (who: object | null): Promise<readonly string[]> => {
      const { plants } = await ask<{ plants: { nodes: Told[] } }>(
        '{ plants { nodes { id can { update delete fields { name } } ... on Tree { can { fields { height } } } } } }',
        who,
      );
      expect(statements.splice(0)).to.have.length(1);
      return plants.nodes.map(({ can }) => letters(can));
    };
    expect(await told(ANN)).to.deep.equal(['u d name', 'u d name', 'u d name height', 'd']);
    expect(await told(GUEST)).to.deep.equal(['u', 'u', '', 'u height']);
    expect(await told(null)).to.deep.equal(['', '', '', '']);
  });

  it('are the same wherever a document asks for them', async () => {
    const asked = '{ update delete fields { name } }';
    const forms = [
      `{ plants { nodes { id can ${asked} } } }`,
      `{ plants { edges { node { id ...F } } } } fragment F on Plant { can ${asked} }`,
      `{ plants { nodes { id ... on Tree { can ${asked} } ... on Herb { can ${asked} } ... on BasePlant { can ${asked} } } } }`,
      `{ pots(filter: { plant: { wild: { eq: false } } }) { nodes { plant { id can ${asked} } } } }`,
    ];
    for (const who of [ANN, GUEST]) {
      const answers = await Promise.all(forms.map(async (form) => JSON.stringify(await ask(form, who)).match(/"can":\{[^}]*\}\}/g)));
      expect(answers[0]).to.have.length(4);
      for (const answer of answers) expect(answer).to.deep.equal(answers[0]);
    }
  });

  it('agree with explain of both classes', async () => {
    for (const who of [ANN, GUEST, null]) {
      for (const { id, capabilities } of await gm.as(who).manager(Plant).select({ id: true }).withCapabilities().all()) {
        const concrete = [Plant, Herb, Tree, Tree][id - 1] ?? Plant;
        for (const operation of ['update', 'delete'] as const) {
          const explained = await Promise.all([Plant, concrete].map(async (each) => gm.explain(who, operation, each, id)));
          const expected = explained.every(({ allowed }) => allowed);
          expect(capabilities[operation], `${operation} ${id}`).to.equal(expected);
        }
      }
    }
    const trees = await gm.as(GUEST).manager(Tree).select({ id: true }).withCapabilities().sort('id').all();
    expect(trees.map(({ capabilities }) => letters(capabilities))).to.deep.equal(['d', 'u d name height']);
  });

  it('are read together, under the rules, for objects that hand-written resolvers return', async () => {
    const query = '{ everything { id can { update delete fields { name } } ... on Tree { can { fields { height } } } } }';
    const { everything } = await ask<{ everything: Told[] }>(query, ANN);
    expect(everything.map(({ can }) => letters(can))).to.deep.equal(['u d name', 'u d name', 'u d name height', 'd', '']);
    // One for the resolver, one for each place of each type.
    expect(statements).to.have.length(4);
  });

  it('are none of objects of a type that is read-only', async () => {
    expect(
      await ask('{ stones { nodes { id capabilities { update delete } } } fossils { nodes { capabilities { update } } } }', ANN),
    ).to.deep.equal({
      stones: {
        nodes: [
          { id: '1', capabilities: { update: true, delete: true } },
          { id: '2', capabilities: { update: false, delete: false } },
        ],
      },
      fossils: { nodes: [{ capabilities: { update: false } }] },
    });
    const system = await gm.system('spec').manager(Stone).select({ id: true }).withCapabilities().all();
    expect(system.map(({ capabilities }) => letters(capabilities))).to.deep.equal(['u d', '']);
  });

  it('of managers count the concrete types', async () => {
    const query = '{ capabilities { plants { read create } trees { read create } stones { create } fossils { create } herbs { create } } }';
    expect(await ask(query, ANN)).to.deep.equal({
      capabilities: {
        plants: { read: true, create: true },
        trees: { read: true, create: false },
        stones: { create: true },
        fossils: { create: false },
        herbs: { create: true },
      },
    });
  });

  it('are interfaces in the schema, as their objects are', () => {
    const printed = (name: string): string => printType(gm.schema.getType(name) as GraphQLNamedType).replace(/"""[^"]*"""\s*/g, '');
    expect(printed('PlantCapabilities')).to.equal(
      'interface PlantCapabilities {\n  update: Boolean!\n  delete: Boolean!\n  fields: PlantUpdatableFields!\n}',
    );
    expect(printed('TreeUpdatableFields')).to.equal(
      'type TreeUpdatableFields implements PlantUpdatableFields {\n  name: Boolean!\n  height: Boolean!\n}',
    );
    expect(printed('Tree')).to.contain('can: TreeCapabilities!');
    expect(printed('BasePlant')).to.contain('can: BasePlantCapabilities!');
    expect(printed('Pot')).to.contain('capabilities: PotCapabilities!');
    expect(printed('PotCapabilities')).to.equal('type PotCapabilities {\n  update: Boolean!\n  delete: Boolean!\n}');
  });
});
