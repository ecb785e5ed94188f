import 'reflect-metadata';
import { Entity, PrimaryKey, Property, ReflectMetadataProvider, Unique } from '@mikro-orm/decorators/legacy';
import { MikroORM as PostgreSql } from '@mikro-orm/postgresql';
import { MikroORM as Sqlite } from '@mikro-orm/sqlite';
import { expect } from 'chai';
import { graphql } from 'graphql';
import { bootstrap, type Application } from 'general-manager';
import { everyone, many, Manager, one, Permission, role } from 'general-manager/decorators';
import { Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { freshDatabase } from '../support/postgres.js';

@Entity({ discriminatorColumn: 'kind', abstract: true })
@Manager({ relations: { maker: one(() => Maker, { by: 'makerCode', to: 'code' }) } })
@Permission({ read: everyone() })
abstract class Vehicle {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'text', nullable: true })
  makerCode?: string | null;

  maker?: Maker;
}

@Entity({ discriminatorValue: 'car' })
@Manager({ relations: { dealer: one(() => Maker, { by: 'dealerCode', to: 'code' }) } })
@Permission({ read: everyone() })
class Car extends Vehicle {
  @Property({ type: 'text', nullable: true })
  dealerCode?: string | null;

  dealer?: Maker;
}

@Entity({ discriminatorValue: 'truck' })
@Manager()
@Permission({ read: everyone(), fields: { makerCode: { read: role('driver') } } })
class Truck extends Vehicle {
  @Property({ type: 'integer', nullable: true })
  load?: number | null;
}

@Entity()
@Manager({ relations: { vehicles: many(() => Vehicle, { by: 'makerCode', to: 'code' }) } })
@Permission({ read: everyone() })
class Maker {
  @PrimaryKey()
  id!: number;

  @Unique()
  @Property({ type: 'text' })
  code!: string;

  vehicles?: Vehicle[];
}

@Resolver(() => Car)
class Cars {
  @Query(() => [Car])
  async oldCars(@Ctx() { em }: { readonly em: PostgreSql['em'] }): Promise<Car[]> {
    return em.find(Car, {}, { orderBy: { id: 'asc' } });
  }

  @FieldResolver(() => String)
  plate(@Root() car: Car): string {
    return `${car.id}-${car.dealerCode ?? ''}`;
  }
}

describe('relations by fields of hierarchies, and beside hand-written code', () => {
  const ran: string[] = [];
  let vehicles: PostgreSql;
  let makers: Sqlite;
  let gm: Application;
  let drop: () => Promise<void>;
  before(async () => {
    const { url, ...database } = await freshDatabase('vehicles');
    drop = database.drop;
    const onQuery = (sql: string): string => {
      if (/^select/i.test(sql)) ran.push(sql);
      return sql;
    };
    const common = { metadataProvider: ReflectMetadataProvider, onQuery };
    vehicles = await PostgreSql.init({ ...common, clientUrl: url, entities: [Vehicle, Car, Truck] });
    makers = await Sqlite.init({ ...common, dbName: ':memory:', entities: [Maker] });
    await Promise.all([vehicles.schema.create(), makers.schema.create()]);
    const em = vehicles.em.fork();
    em.create(Car, { id: 1, makerCode: 'm', dealerCode: 'd' });
    em.create(Truck, { id: 2, makerCode: 'm', load: 9 });
    em.create(Car, { id: 3, makerCode: null, dealerCode: 'm' });
    await em.flush();
    await makers.em.fork().insertMany(Maker, [
      { id: 1, code: 'm' },
      { id: 2, code: 'd' },
    ]);
    gm = await bootstrap({ orm: [vehicles, makers], drift: 'off', resolvers: [Cars] });
  });
  after(async () => {
    await Promise.all([vehicles.close(), makers.close()]);
    await drop();
  });

  const ask = async (source: string, roles: readonly string[]): Promise<unknown> => {
    ran.length = 0;
    const answer = await graphql({ schema: gm.schema, source, contextValue: { actor: { id: 1, roles }, em: vehicles.em.fork() } });
    return JSON.parse(JSON.stringify(answer));
  };

  it('are those of the class above, and those of the type itself', async () => {
    const source = '{ vehicles { nodes { id maker { code } ... on Car { dealer { code } } ... on Truck { load } } } }';
    expect(await ask(source, ['driver'])).to.deep.equal({
      data: {
        vehicles: {
          nodes: [
            { id: '1', maker: { code: 'm' }, dealer: { code: 'd' } },
            { id: '2', maker: { code: 'm' }, load: 9 },
            { id: '3', maker: null, dealer: { code: 'm' } },
          ],
        },
      },
    });
    expect(ran).to.have.length(3);
  });

  it('lead to objects of every type, of which each type may say who sees the link', async () => {
    const source =
      '{ makers(sort: [{ id: ASC }]) { nodes { code vehicles { totalCount nodes { __typename id ... on Truck { load } } } } } }';
    const car = { __typename: 'Car', id: '1' };
    const answer = (nodes: readonly object[]): object => ({
      data: {
        makers: {
          nodes: [
            { code: 'm', vehicles: { totalCount: nodes.length, nodes } },
            { code: 'd', vehicles: { totalCount: 0, nodes: [] } },
          ],
        },
      },
    });
    expect(await ask(source, ['driver'])).to.deep.equal(answer([car, { __typename: 'Truck', id: '2', load: 9 }]));
    expect(await ask(source, [])).to.deep.equal(answer([car]));
    expect(ran).to.have.length(2);
  });

  it('lead nowhere from a type that hides the field', async () => {
    const source = '{ vehicles(filter: { maker: { code: { eq: "m" } } }) { nodes { id } } all: vehicles { nodes { maker { code } } } }';
    const makersOf = (all: readonly (string | null)[]): readonly object[] =>
      all.map((code) => ({ maker: code === null ? null : { code } }));
    expect(await ask(source, ['driver'])).to.deep.equal({
      data: { vehicles: { nodes: [{ id: '1' }, { id: '2' }] }, all: { nodes: makersOf(['m', 'm', null]) } },
    });
    expect(await ask(source, [])).to.deep.equal({
      data: { vehicles: { nodes: [{ id: '1' }] }, all: { nodes: makersOf(['m', null, null]) } },
    });
  });

  it('are read together for all objects that a resolver gives', async () => {
    const source = '{ oldCars { id plate maker { code vehicles { totalCount } } dealer { code } } }';
    expect(await ask(source, ['driver'])).to.deep.equal({
      data: {
        oldCars: [
          { id: '1', plate: '1-d', maker: { code: 'm', vehicles: { totalCount: 2 } }, dealer: { code: 'd' } },
          { id: '3', plate: '3-m', maker: null, dealer: { code: 'm' } },
        ],
      },
    });
    // The resolver's own; for each of the two relations the cars and the makers; the vehicles of these.
    expect(ran).to.have.length(6);
  });

  it('leave objects of hand-written fields whole', async () => {
    const source = '{ cars { nodes { plate dealer { code } } } }';
    expect(await ask(source, ['driver'])).to.deep.equal({
      data: {
        cars: {
          nodes: [
            { plate: '1-d', dealer: { code: 'd' } },
            { plate: '3-m', dealer: { code: 'm' } },
          ],
        },
      },
    });
    expect(ran).to.have.length(2);
  });

  it('are had from Buckets as from GraphQL', async () => {
    const actor = { id: 1, roles: ['driver'] };
    const found = await gm
      .as(actor)
      .manager(Maker)
      .select({ code: true, vehicles: { select: { id: true, maker: { code: true } } } })
      .all();
    expect(found).to.deep.equal([
      {
        code: 'm',
        vehicles: [
          { id: 1, maker: { code: 'm' } },
          { id: 2, maker: { code: 'm' } },
        ],
      },
      { code: 'd', vehicles: [] },
    ]);
    expect(
      await gm
        .as(actor)
        .manager(Car)
        .select({ id: true, maker: { id: true } })
        .all(),
    ).to.deep.equal([
      { id: 1, maker: { id: 1 } },
      { id: 3, maker: null },
    ]);
  });
});
