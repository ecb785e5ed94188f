import 'reflect-metadata';
import type { Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { graphql, printType, type GraphQLNamedType } from 'graphql';
import { bootstrap, type Application, type ManagerModel } from 'general-manager';
import { actor, everyone, Manager, Permission, role, where } from 'general-manager/decorators';
import { Query, Resolver } from 'type-graphql';
import { managerNamed } from '../../lib/model/lookup.js';
import { Policies } from '../../lib/permission/policies.js';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';

@Entity({ discriminatorColumn: 'kind', discriminatorValue: 'vessel' })
@Manager()
@Permission<Vessel>({ read: everyone(), delete: everyone(), fields: { value: { read: role('broker') } } })
class Vessel {
  @PrimaryKey()
  id!: number;

  @Property()
  name!: string;

  @Property({ nullable: true })
  value?: string;
}

/** Says nothing: everything from above. */
@Entity({ discriminatorValue: 'tug' })
@Manager()
class Tug extends Vessel {}

/** Its objects are for some only, and its names for others; what its base hides stays hidden. */
@Entity({ discriminatorValue: 'yacht' })
@Manager()
@Permission<Yacht>({
  read: where({ owner: actor('name') }),
  delete: where({ owner: actor('name') }),
  fields: { name: { read: role('broker') } },
})
class Yacht extends Vessel {
  @Property({ nullable: true })
  owner?: string;
}

@Entity()
@Manager()
@Permission({ read: everyone() })
class Berth {
  @PrimaryKey()
  id!: number;

  @ManyToOne(() => Vessel)
  vessel!: Rel<Vessel>;
}

@Resolver()
class Harbour {
  @Query(() => [Vessel])
  async everything(): Promise<Vessel[]> {
    return em().find(Vessel, {}, { orderBy: { id: 'asc' } });
  }
}

let orm: MikroORM;
const em = (): MikroORM['em'] => orm.em.fork();

describe('permission: hierarchies and hand-written resolvers', () => {
  let database: FreshDatabase;
  let gm: Application;

  before(async () => {
    database = await freshDatabase('hierarchy');
    orm = await MikroORM.init({
      clientUrl: database.url,
      entities: [Vessel, Tug, Yacht, Berth],
      metadataProvider: ReflectMetadataProvider,
    });
    await orm.schema.create();
    const fork = orm.em.fork();
    const vessels = [
      fork.create(Vessel, { id: 1, name: 'Raft', value: '1' }),
      fork.create(Tug, { id: 2, name: 'Hercules', value: '2' }),
      fork.create(Yacht, { id: 3, name: 'Ada', value: '3', owner: 'ada' }),
      fork.create(Yacht, { id: 4, name: 'Bob', value: '4', owner: 'bob' }),
    ];
    vessels.forEach((vessel, index) => fork.create(Berth, { id: index + 1, vessel }));
    await fork.flush();
    gm = await bootstrap({ orm, drift: 'refuse', resolvers: [Harbour] });
  });
  after(async () => {
    await orm.close();
    await database.drop();
  });

  const ask = async (source: string, who: object | null): Promise<unknown> => {
    const { data, errors } = await graphql({ schema: gm.schema, source, contextValue: { actor: who } });
    expect(errors).to.equal(undefined);
    return JSON.parse(JSON.stringify(data)) as unknown;
  };
  const ADA = { name: 'ada' };
  const BROKER = { name: 'bob', roles: ['broker'] };

  it('obey the class above and the concrete class', async () => {
    expect(await ask('{ vessels { totalCount nodes { __typename id name value } } }', ADA)).to.deep.equal({
      vessels: {
        totalCount: 3,
        nodes: [
          { __typename: 'BaseVessel', id: '1', name: 'Raft', value: null },
          { __typename: 'Tug', id: '2', name: 'Hercules', value: null },
          { __typename: 'Yacht', id: '3', name: null, value: null },
        ],
      },
    });
    expect(await ask('{ vessels { nodes { id name value } } }', BROKER)).to.deep.equal({
      vessels: {
        nodes: [
          { id: '1', name: 'Raft', value: '1' },
          { id: '2', name: 'Hercules', value: '2' },
          { id: '4', name: 'Bob', value: '4' },
        ],
      },
    });
  });

  it('are explained by both, and by the rules of a field', async () => {
    const { allowed, also, ...own } = await gm.explain(ADA, 'read', Vessel, 4);
    expect([allowed, own.policy, own.allow[0]?.truth]).to.deep.equal([false, 'everyone', 'true']);
    expect(also).to.deep.equal([
      {
        of: 'Yacht',
        allowed: false,
        policy: 'where({"owner":"actor.name"})',
        allow: [
          {
            rule: 'where({"owner":"actor.name"})',
            truth: 'false',
            parts: [{ rule: 'owner eq "ada"', truth: 'false', value: 'bob' }],
          },
        ],
        deny: [],
        require: [],
      },
    ]);
    const of = async (who: object, id: number, field: string): Promise<unknown> => {
      const told = await gm.explain(who, 'read', Vessel, id, { field });
      return [told.allowed, ...(told.also ?? []).map((each) => `${each.of} ${each.allowed}`)];
    };
    expect(await of(ADA, 1, 'value')).to.deep.equal([false, 'Vessel.value false']);
    expect(await of(BROKER, 1, 'value')).to.deep.equal([true, 'Vessel.value true']);
    expect(await of(BROKER, 4, 'name')).to.deep.equal([true, 'Yacht true', 'Yacht.name true']);
    expect(await of(ADA, 3, 'name')).to.deep.equal([false, 'Yacht true', 'Yacht.name false']);
    expect(await of(ADA, 2, 'name')).to.deep.equal([true, 'Tug true']);
    expect(await gm.explain(ADA, 'read', Vessel, 1, { field: 'nope' }).catch((error: { code: string }) => error.code)).to.equal(
      'GM_READ_UNKNOWN_FIELD',
    );
  });

  it('decide about changes by both', () => {
    const policies = new Policies(gm.model);
    const [vessel, yacht] = [managerNamed(gm.model, 'Vessel'), managerNamed(gm.model, 'Yacht')];
    const change = (values: object, type: { prototype: object } = Yacht): object =>
      Object.assign(Object.create(type.prototype) as object, { id: 9, name: 'a', value: null, owner: 'ada', ...values });
    const decide = (manager: ManagerModel, object: object): unknown => {
      const { allowed, by } = policies.decide(manager, 'delete', { name: 'ada' }, { before: object });
      return [allowed, by];
    };
    expect(decide(vessel, change({}))).to.deep.equal([true, 'allow']);
    expect(decide(vessel, change({ owner: 'bob' }))).to.deep.equal([false, 'no-allow']);
    expect(decide(yacht, change({ owner: 'bob' }))).to.deep.equal([false, 'no-allow']);
    expect(decide(vessel, change({}, Vessel))).to.deep.equal([true, 'allow']);
  });

  it('obey them along relations, in filters and in sorts', async () => {
    expect(await ask('{ berths { nodes { id vessel { id name } } } }', ADA)).to.deep.equal({
      berths: {
        nodes: [
          { id: '1', vessel: { id: '1', name: 'Raft' } },
          { id: '2', vessel: { id: '2', name: 'Hercules' } },
          { id: '3', vessel: { id: '3', name: null } },
          { id: '4', vessel: null },
        ],
      },
    });
    const vessels = gm.as(ADA).manager(Vessel);
    expect(await vessels.filter({ name: { contains: 'a' } }).values('id')).to.deep.equal([1]);
    expect(await vessels.sort('name').values('id')).to.deep.equal([2, 1, 3]);
    expect(await gm.as(ADA).manager(Tug).select({ id: true, value: true }).all()).to.deep.equal([{ id: 2, value: null }]);
    expect(await gm.as(ADA).manager(Yacht).select({ id: true, name: true, value: true }).all()).to.deep.equal([
      { id: 3, name: null, value: null },
    ]);
  });

  it('show no guarded field of objects that hand-written resolvers return', async () => {
    const seen = (await ask('{ everything { id name value } }', ADA)) as { everything: unknown };
    expect(seen.everything).to.deep.equal([
      { id: '1', name: 'Raft', value: null },
      { id: '2', name: 'Hercules', value: null },
      { id: '3', name: null, value: null },
      { id: '4', name: null, value: null },
    ]);
    const all = (await ask('{ everything { id name value } }', BROKER)) as { everything: unknown[] };
    expect(all.everything[0]).to.deep.equal({ id: '1', name: 'Raft', value: '1' });
    // This one is hidden as a whole: what has no rules of its own is what the resolver gave away.
    expect(all.everything[2]).to.deep.equal({ id: '3', name: null, value: null });
  });

  it('are nullable in the schema wherever a row may hide them', () => {
    for (const [type, name] of [
      ['Vessel', 'String'],
      ['Yacht', 'String'],
    ] as const) {
      expect(printType(gm.schema.getType(type) as GraphQLNamedType)).to.match(new RegExp(`name: ${name}\\n`));
    }
    expect(printType(gm.schema.getType('Tug') as GraphQLNamedType)).to.match(/name: String!?\n/);
  });
});
