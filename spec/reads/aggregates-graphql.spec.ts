import { MikroORM } from '@mikro-orm/postgresql';
import { Collection, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, OneToMany, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { expect } from 'chai';
import { graphql, type GraphQLSchema } from 'graphql';
import { Query, Resolver } from 'type-graphql';
import { bootstrap, definePlugin, type BootError } from 'general-manager';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { Measure, openStore, Shelf, Thing, Vault, type Store } from './support/shelf.js';

describe('aggregates over GraphQL', () => {
  let store: Store;
  let statements: number;

  before(async () => {
    store = await openStore('aggregates_graphql');
    await store.fill('shelf', [
      { id: 1, name: 'a', floor: 1 },
      { id: 2, name: 'b', floor: null },
    ]);
    await store.fill('thing', [
      { id: 1, label: 'x', size: 1, price: '1.5000', shelf_id: 1, measure_width: 3 },
      { id: 2, label: 'y', size: 2, price: '2.0000', shelf_id: 1 },
      { id: 3, label: null, size: null, price: null },
    ]);
    store.orm.config.set('onQuery', (sql: string) => {
      statements += 1;
      return sql;
    });
  });
  after(async () => store.close());
  beforeEach(() => {
    statements = 0;
  });

  const ask = async (source: string, schema: GraphQLSchema = store.gm.schema): Promise<unknown> =>
    JSON.parse(JSON.stringify(await graphql({ schema, source, contextValue: {} }))) as unknown;
  const codeOf = async (source: string): Promise<unknown> => {
    const { errors } = (await ask(source)) as { readonly errors?: readonly { readonly extensions?: { readonly gm?: string } }[] };
    return errors?.[0]?.extensions?.gm;
  };

  it('are one statement for each root field, whatever is nested', async () => {
    const answer = await ask(`{
      all: thingsAggregate { count sum { size shelf { floor } measure { width } } avg { price } }
      thingsGroups(groupBy: { shelf: { id: true } }, sort: { count: DESC }) { key { shelf { id } } count }
      shelves { nodes { name thingsAggregate { count } few: thingsAggregate(filter: { size: { gt: 1 } }) { ...Sizes } things { nodes { shelf { thingsAggregate { count } } } } } }
    } fragment Sizes on ThingAggregate { count max { size } }`);
    expect(statements).to.equal(3);
    const nested = { shelf: { thingsAggregate: { count: 2 } } };
    expect(answer).to.deep.equal({
      data: {
        all: { count: 3, sum: { size: '3', shelf: { floor: '2' }, measure: { width: '3' } }, avg: { price: '1.75' } },
        thingsGroups: [
          { key: { shelf: { id: '1' } }, count: 2 },
          { key: { shelf: { id: null } }, count: 1 },
        ],
        shelves: {
          nodes: [
            { name: 'a', thingsAggregate: { count: 2 }, few: { count: 1, max: { size: 2 } }, things: { nodes: [nested, nested] } },
            { name: 'b', thingsAggregate: { count: 0 }, few: { count: 0, max: { size: null } }, things: { nodes: [] } },
          ],
        },
      },
    });
  });

  it('give type names where nothing else is selected', async () => {
    const source =
      '{ thingsAggregate { __typename sum { __typename shelf { __typename } } } thingsGroups(groupBy: { size: true }, first: 1) { key { __typename shelf { __typename } } } }';
    expect(await ask(source)).to.deep.equal({
      data: {
        thingsAggregate: { __typename: 'ThingAggregate', sum: { __typename: 'ThingSum', shelf: { __typename: 'ShelfSum' } } },
        thingsGroups: [{ key: { __typename: 'ThingGroupKey', shelf: { __typename: 'ShelfGroupKey' } } }],
      },
    });
  });

  it('measure the related objects of what hand-written code gives, all in one statement', async () => {
    @Resolver()
    class Shelves {
      @Query(() => [Shelf])
      ours(): object[] {
        return [1, 2, 99].map((id) => Object.assign(new Shelf(), { id, things: undefined }));
      }
    }
    const gm = await store.boot({ resolvers: [Shelves] });
    expect(await ask('{ ours { thingsAggregate { count sum { size } } } }', gm.schema)).to.deep.equal({
      data: {
        ours: [
          { thingsAggregate: { count: 2, sum: { size: '3' } } },
          { thingsAggregate: { count: 0, sum: { size: null } } },
          { thingsAggregate: { count: 0, sum: { size: null } } },
        ],
      },
    });
    expect(statements).to.equal(1);
  });

  it('refuse keys that are not grouped by, and what is no group', async () => {
    expect(await codeOf('{ thingsGroups(groupBy: { size: true }) { key { label } } }')).to.equal('GM_READ_NOT_GROUPED');
    expect(await codeOf('{ thingsGroups(groupBy: { size: true }, sort: { key: { label: ASC } }) { count } }')).to.equal(
      'GM_READ_NOT_GROUPED',
    );
    expect(await codeOf('{ thingsGroups(groupBy: []) { count } }')).to.equal('GM_READ_INVALID_AGGREGATE');
    expect(await codeOf('{ thingsGroups(groupBy: { size: false }) { count } }')).to.equal('GM_READ_INVALID_AGGREGATE');
    expect(await codeOf('{ thingsGroups(groupBy: { size: true }, first: 5000) { count } }')).to.equal('GM_LIMIT_PAGE_SIZE');
    expect(statements).to.equal(0);
  });

  it("refuse counts that GraphQL's Int cannot hold", async () => {
    const plugin = definePlugin({
      name: 'many',
      description: 'Counts three thousand million.',
      hooks: {
        wrapOperation:
          ({ next }) =>
          async (args) => ({ ...(await next(args)), groups: [{ key: [], measures: [3e9] }] }),
      },
    });
    const { schema } = await store.boot({ plugins: [plugin] });
    const { errors } = await graphql({ schema, source: '{ thingsAggregate { count } }', contextValue: {} });
    expect(errors?.[0]?.extensions).to.include({ gm: 'GM_GQL_COUNT_TOO_LARGE', code: 'LIMIT_EXCEEDED' });
  });

  it('bring only the types of what there is to measure', () => {
    const names = Object.keys(store.gm.schema.getTypeMap());
    expect(names).to.include.members(['ThingSum', 'ThingAvg', 'ThingMinMax', 'ThingCountDistinct', 'ThingGroupBy', 'ThingHaving']);
    expect(names).to.include('VaultMinMax').and.not.to.include('VaultSum');
    const fields = (type: string): readonly string[] =>
      Object.keys((store.gm.schema.getType(type) as unknown as { getFields(): object }).getFields());
    expect(fields('ThingSum')).to.have.members(['size', 'weight', 'serial', 'price', 'heft', 'measure', 'shelf']);
    expect(fields('ThingMinMax')).to.not.include.members(['tags']).and.not.include.members(['mood']).and.not.include.members(['fragile']);
    expect(fields('ThingGroupKey')).to.not.include.members(['secret']);
  });

  describe('as they are declared', () => {
    const open = async (
      entities: readonly (new () => object)[],
    ): Promise<{ readonly gm: Awaited<ReturnType<typeof bootstrap>> } | { readonly error: unknown }> => {
      const orm = await MikroORM.init({
        clientUrl: store.orm.config.get('clientUrl') ?? '',
        entities: [...entities],
        metadataProvider: ReflectMetadataProvider,
      });
      const gm = await bootstrap({ orm, drift: 'off' }).catch((error: unknown) => ({ error }));
      await orm.close();
      return 'error' in gm ? gm : { gm };
    };

    const problemsOf = async (entities: readonly (new () => object)[]): Promise<readonly string[]> => {
      const opened = await open(entities);
      return 'error' in opened ? (opened.error as BootError).problems.map(({ path, code }) => `${path}: ${code}`) : [];
    };

    it('are renamed and switched off, with those of related objects', async () => {
      @Entity({ tableName: 'shelf' })
      @Manager({ operations: { aggregate: { name: 'shelfFigures' }, groups: false } })
      @Permission({ read: everyone() })
      class Rack {
        @PrimaryKey()
        id!: number;

        @OneToMany(() => Item, (item) => item.rack)
        items = new Collection<Item>(this);
      }

      @Entity({ tableName: 'thing' })
      @Manager({ operations: { aggregate: false } })
      @Permission({ read: everyone() })
      class Item {
        @PrimaryKey()
        id!: number;

        @Property()
        size!: number;

        @ManyToOne(() => Rack, { fieldName: 'shelf_id' })
        rack!: Rel<Rack>;
      }

      const opened = await open([Rack, Item]);
      if (!('gm' in opened)) throw opened.error;
      const queries = Object.keys(opened.gm.schema.getQueryType()?.getFields() ?? {});
      expect(queries).to.have.members(['rack', 'racks', 'shelfFigures', 'item', 'items', 'itemsGroups', 'capabilities']);
      const rack = opened.gm.schema.getType('Rack') as unknown as { getFields(): object };
      expect(Object.keys(rack.getFields())).to.have.members(['id', 'items', 'capabilities']);
    });

    it('clash by name with fields and types of the application', async () => {
      @Entity({ tableName: 'shelf' })
      @Manager()
      @Permission({ read: everyone() })
      class Rack {
        @PrimaryKey()
        id!: number;

        @Property()
        itemsAggregate!: number;

        @OneToMany(() => Item, (item) => item.rack)
        items = new Collection<Item>(this);
      }

      @Entity({ tableName: 'thing' })
      @Manager()
      @Permission({ read: everyone() })
      class Item {
        @PrimaryKey()
        id!: number;

        @ManyToOne(() => Rack, { fieldName: 'shelf_id' })
        rack!: Rel<Rack>;
      }

      @Entity({ tableName: 'vault' })
      @Manager({ name: 'RackGroup', operations: { list: { name: 'racksGroups' } } })
      @Permission({ read: everyone() })
      class Group {
        @PrimaryKey()
        id!: number;
      }

      @Entity({ tableName: 'other' })
      @Manager({ name: 'ShelfGroup' })
      @Permission({ read: everyone() })
      class OtherGroup {
        @PrimaryKey()
        id!: number;
      }

      expect(await problemsOf([Rack, Item, Group])).to.have.members([
        'Rack.items: GM_MODEL_NAME_CLASH',
        'RackGroup.operations.list: GM_MODEL_NAME_CLASH',
      ]);
      expect(await problemsOf([Shelf, Vault, Thing, Measure, OtherGroup])).to.deep.equal([
        // Its own type, and that of the order of its groups.
        'ShelfGroup: GM_GQL_TYPE_CLASH',
        'ShelfGroup: GM_GQL_TYPE_CLASH',
      ]);
    });
  });
});
