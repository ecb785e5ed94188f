import { expect } from 'chai';
import { Keyv } from 'keyv';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, type Application, type BootError, type CacheScope, type CacheStore } from 'general-manager';
import { Computed, everyone, Interface, Manager, Permission, type ComputeContext } from 'general-manager/decorators';
import { field, http } from 'general-manager/http';
import { sideTables } from 'general-manager/mikro-orm';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';
import { answeredByNock, nock } from '../integrations/http/support/nock.js';
import { done, ENTITIES, HOST, MANAGERS, Rate, Report, ROWS, Sailor, Ship } from './support/fleet.js';

const ADMIN = { id: 1, roles: ['admin'] };
const OWNER = { id: 7, tenant: 'a' };
const MATE = { id: 9, tenant: 'a' };
const OTHER = { id: 7, tenant: 'b' };

/** What several processes share. */
const texts = new Map<string, string>();
const store: CacheStore = {
  get: async (keys) => keys.map((key) => texts.get(key)),
  set: async (key, text) => void texts.set(key, text),
  delete: async (keys) => keys.forEach((key) => texts.delete(key)),
  clear: async () => texts.clear(),
};

describe('computed members of entities and resources that are kept', () => {
  let database: FreshDatabase;
  let orm: MikroORM;
  let gm: Application;
  /** Keeps nothing. */
  let plain: Application;
  const keeping = async (): Promise<Application> =>
    bootstrap({ orm, managers: MANAGERS, recordChanges: true, cache: { store }, drift: 'off', secret: 'fleet' });
  answeredByNock();
  before(async () => {
    database = await freshDatabase('kept_entities');
    orm = await MikroORM.init({
      clientUrl: database.url,
      entities: [...ENTITIES, ...sideTables()],
      metadataProvider: ReflectMetadataProvider,
    });
    await orm.schema.create();
    gm = await keeping();
    plain = await bootstrap({ orm, managers: MANAGERS, drift: 'off', secret: 'fleet' });
  });
  after(async () => {
    await gm.close();
    await plain.close();
    await orm.close();
    await database.drop();
  });
  beforeEach(async () => {
    await sql(`truncate ship, sailor;${ROWS}`);
    await gm.clearCache();
    done();
  });
  afterEach(() => nock.cleanAll());

  const sql = async (text: string): Promise<unknown> => orm.em.fork().getConnection().execute(text);

  const values = async (of: Application, who: object | null, ...members: readonly string[]): Promise<readonly (readonly unknown[])[]> => {
    const select = Object.fromEntries(members.map((each) => [each, true]));
    const ships = of.as(who).manager(Ship).sort('id');
    return (await ships.select(select as never).all()).map((row) => members.map((each) => Reflect.get(row, each) as unknown));
  };
  const read = async (who: object | null, member: string): Promise<readonly unknown[]> =>
    (await values(gm, who, member)).map(([each]) => each);

  it('are computed once, until what they need is something else, whoever wrote it', async () => {
    expect([await read(ADMIN, 'letters'), done()]).to.deep.equal([
      [4, 4, 4],
      ['letters Anna', 'letters Bert', 'letters Carl'],
    ]);
    expect([await read(ADMIN, 'letters'), done()]).to.deep.equal([[4, 4, 4], []]);
    await gm.as(ADMIN).manager(Ship).update(1, { tons: 11 });
    expect([await read(ADMIN, 'letters'), done()]).to.deep.equal([[4, 4, 4], []]);
    await gm.as(ADMIN).manager(Ship).update(1, { name: 'Anna-Marie' });
    expect([await read(ADMIN, 'letters'), done()]).to.deep.equal([[10, 4, 4], ['letters Anna-Marie']]);
    // Nobody told of this.
    await sql(
      `alter table ship disable trigger all; set session_replication_role = replica; update ship set name = 'B' where id = 2; reset session_replication_role`,
    );
    expect([await read(ADMIN, 'letters'), done()]).to.deep.equal([[10, 1, 4], ['letters B']]);
    await gm.as(ADMIN).manager(Ship).update(1, { name: 'Anna' });
    expect([await read(ADMIN, 'letters'), done()]).to.deep.equal([[4, 1, 4], []]);
  });

  it('are found by pages, keys and relations, in no further statement', async () => {
    await read(ADMIN, 'letters');
    done();
    const ships = gm.as(ADMIN).manager(Ship);
    expect((await ships.select({ letters: true }).get(2)).letters).to.equal(4);
    expect((await ships.sort('-id').select({ letters: true }).page({ first: 1 })).items).to.deep.equal([{ letters: 4 }]);
    expect(
      await gm
        .as(ADMIN)
        .manager(Sailor)
        .select({ ship: { letters: true } })
        .first(),
    ).to.deep.equal({ ship: { letters: 4 } });
    expect(done()).to.deep.equal([]);
    expect(await counting(async () => read(ADMIN, 'letters'))).to.equal(1);
  });

  const counting = async (run: () => Promise<unknown>): Promise<number> => {
    let statements = 0;
    const pool = (await (orm.em.getConnection() as unknown as { getNativeClient(): Promise<object> }).getNativeClient()) as {
      on(event: string, listener: () => void): void;
      off(event: string, listener: () => void): void;
    };
    const counted = (): void => void (statements += 1);
    pool.on('acquire', counted);
    await run();
    pool.off('acquire', counted);
    return statements;
  };

  const MEMBERS = ['letters', 'weight', 'toll', 'rated', 'sailors', 'double', 'text', 'fleet', 'all', 'depth', 'sly'];
  const ACTORS = [null, ADMIN, { ...ADMIN, id: 2 }, OWNER, MATE, OTHER, { id: '7', tenant: 'a' }, { id: 7, tenant: ['a', 'b'] }];

  it('never cross actors who may see something else, whoever reads first', async () => {
    const fresh = await Promise.all(ACTORS.map(async (who) => values(plain, who, ...MEMBERS).catch((error: Error) => error.message)));
    for (const first of ACTORS) {
      await gm.clearCache();
      await values(gm, first, ...MEMBERS).catch(() => undefined);
      for (const [index, who] of ACTORS.entries()) {
        const kept = await values(gm, who, ...MEMBERS).catch((error: Error) => error.message);
        expect(kept, JSON.stringify([first, who])).to.deep.equal(fresh[index]);
      }
    }
  });

  it('are shared where the same was seen, and computed anew where it was not', async () => {
    expect([await read(ADMIN, 'weight'), done()]).to.deep.equal([
      [10, 20, 30],
      ['weight 10', 'weight 20', 'weight 30'],
    ]);
    expect([await read(OWNER, 'weight'), done()]).to.deep.equal([[10, null], ['weight null']]);
    expect([await read(MATE, 'weight'), done()]).to.deep.equal([[null, null], ['weight null']]);
    expect([await read({ ...MATE, name: 'else' }, 'weight'), done()]).to.deep.equal([[null, null], []]);
    expect([await read(OTHER, 'weight'), done()]).to.deep.equal([[30], []]);
  });

  it('that read as the system are the same for all who may see them, and shown to nobody else', async () => {
    expect([await read(OWNER, 'toll'), done()]).to.deep.equal([
      [20, 40],
      ['toll 10', 'toll 20'],
    ]);
    expect([await read(ADMIN, 'toll'), done()]).to.deep.equal([[20, 40, 60], ['toll 30']]);
    expect([await read(ADMIN, 'rated'), done()]).to.deep.equal([
      [30, 60, 90],
      ['rated 10', 'rated 20', 'rated 30'],
    ]);
    expect([await read(OWNER, 'rated'), done()]).to.deep.equal([[null, null], []]);
  });

  it('notice who may see objects that they need', async () => {
    expect(await read(ADMIN, 'sailors')).to.deep.equal([['x', 'y'], [], ['z']]);
    expect(await read(OWNER, 'sailors')).to.deep.equal([['x'], []]);
    await gm.as(ADMIN).manager(Sailor).update(2, { secret: false });
    expect(await read(OWNER, 'sailors')).to.deep.equal([['x', 'y'], []]);
  });

  it('of which the code reads by itself are kept for each actor, and notice what it read', async () => {
    expect([await read(ADMIN, 'fleet'), await read(OWNER, 'fleet')]).to.deep.equal([
      [3, 3, 3],
      [2, 2],
    ]);
    done();
    expect([await read(ADMIN, 'fleet'), await read(OWNER, 'fleet'), done()]).to.deep.equal([[3, 3, 3], [2, 2], []]);
    expect([await read({ ...OWNER, more: 1 }, 'fleet'), done()]).to.deep.equal([
      [2, 2],
      ['fleet Anna', 'fleet Bert'],
    ]);
    await orm.em.fork().nativeUpdate(Ship, { id: 2 }, { here: false });
    expect([await read(ADMIN, 'fleet'), await read(OWNER, 'fleet')]).to.deep.equal([[2, 2], [1]]);
    expect([await read(OTHER, 'all'), await read(ADMIN, 'all')]).to.deep.equal([[2], [2, 2]]);
    done();
    expect([await read(MATE, 'all'), done()]).to.deep.equal([[2], []]);
  });

  it('tell objects that are deleted softly from those that are there', async () => {
    const all = gm.as(ADMIN).manager(Ship).using({ deleted: true }).sort('id');
    expect(await all.select({ fleet: true }).all()).to.deep.equal([4, 4, 4, 4].map((fleet) => ({ fleet })));
    expect(await read(ADMIN, 'fleet')).to.deep.equal([3, 3, 3]);
    await gm.as(ADMIN).manager(Ship).delete(3);
    expect(await read(ADMIN, 'fleet')).to.deep.equal([2, 2]);
    expect(await all.select({ fleet: true, letters: true }).all()).to.have.length(4);
  });

  it('look at the order of what is in documents as well', async () => {
    expect(await read(ADMIN, 'text')).to.deep.equal(['{"b":1,"a":2}', null, '{"a":2,"b":1}']);
    await sql(`update ship set facts = '{"a":2,"b":1}' where id = 1`);
    expect((await read(ADMIN, 'text'))[0]).to.equal('{"a":2,"b":1}');
  });

  it('of others of their class read these, and do not wait for themselves', async () => {
    const started = performance.now();
    expect(await read(ADMIN, 'depth')).to.deep.equal([0, 1, 2]);
    await orm.em.fork().nativeUpdate(Ship, { id: 2 }, { parent: null });
    expect(await read(ADMIN, 'depth')).to.deep.equal([0, 0, 1]);
    await sql('update ship set parent_id = 3 where id = 1');
    expect(await read(ADMIN, 'depth')).to.deep.equal([2, 0, 1]);
    expect(performance.now() - started).to.be.below(3_000);
  });

  it('are kept for some time, as long as what they need is the same', async () => {
    expect(await read(ADMIN, 'timed')).to.deep.equal([3, 3, 3]);
    await sql(`insert into ship (id, name, tenant) values (9, 'Zoe', 'b')`);
    expect(await read(ADMIN, 'timed')).to.deep.equal([3, 3, 3, 4]);
    await gm.as(ADMIN).manager(Ship).update(1, { name: 'Ada' });
    expect(await read(ADMIN, 'timed')).to.deep.equal([4, 3, 3, 4]);
  });

  it('are kept for a request, until it writes', async () => {
    await gm.inRequest(async () => {
      expect(await read(ADMIN, 'asked')).to.deep.equal([3, 3, 3]);
      await sql(`insert into ship (id, name, tenant) values (9, 'Zoe', 'b')`);
      expect(await read(ADMIN, 'asked')).to.deep.equal([3, 3, 3, 4]);
      await gm.as(ADMIN).manager(Ship).update(1, { tons: 1 });
      expect(await read(ADMIN, 'asked')).to.deep.equal([4, 4, 4, 4]);
    });
    done();
    await read(ADMIN, 'asked');
    await read(ADMIN, 'asked');
    expect(done()).to.have.length(8);
  });

  it('are neither given nor kept in a transaction', async () => {
    await read(ADMIN, 'fleet');
    done();
    await orm.em
      .fork()
      .transactional(async (em) => {
        await em.nativeDelete(Sailor, {});
        await em.nativeUpdate(Ship, { id: 3 }, { here: false });
        const ships = gm.as(ADMIN).manager(Ship).using({ session: em }).sort('id');
        expect(await ships.select({ fleet: true }).all()).to.deep.equal([{ fleet: 2 }, { fleet: 2 }]);
        expect(done()).to.have.length(2);
        expect([await read(ADMIN, 'fleet'), done()]).to.deep.equal([[3, 3, 3], []]);
        throw new RangeError('undone');
      })
      .catch((error: unknown) => expect(error).to.be.instanceOf(RangeError));
    expect([await read(ADMIN, 'fleet'), done()]).to.deep.equal([[3, 3, 3], []]);
  });

  it('are not kept where they fail, nor where nobody tells of what they read', async () => {
    nock(HOST)
      .persist()
      .get('/rates')
      .reply(200, [{ id: 1, value: 2 }]);
    for (const member of ['failing', 'rates']) {
      await read(ADMIN, member).catch(() => undefined);
      const once = done();
      await read(ADMIN, member).catch(() => undefined);
      expect(done()).to.deep.equal(once);
      expect(once).not.to.deep.equal([]);
    }
  });

  it('of resources belong to what the upstream has, as far as whoever reads may see it', async () => {
    let value = 2;
    nock(HOST)
      .persist()
      .get('/rates')
      .reply(200, () => [{ id: 1, value }]);
    const twice = async (who: object | null): Promise<unknown> => gm.as(who).manager(Rate).select({ twice: true }).all();
    expect([await twice(ADMIN), await twice(ADMIN), done()]).to.deep.equal([[{ twice: 4 }], [{ twice: 4 }], ['twice 2']]);
    expect([await twice(null), done()]).to.deep.equal([[{ twice: null }], ['twice null']]);
    value = 3;
    expect([await twice(ADMIN), done()]).to.deep.equal([[{ twice: 6 }], ['twice 3']]);
    const ships = async (): Promise<unknown> => gm.as(ADMIN).manager(Rate).select({ ships: true }).all();
    expect([await ships(), await ships(), done()]).to.deep.equal([[{ ships: 3 }], [{ ships: 3 }], ['ships 1']]);
    await orm.em.fork().nativeUpdate(Ship, { id: 3 }, { here: false });
    expect(await ships()).to.deep.equal([{ ships: 2 }]);
  });

  it('are what calculations are made of, with the same promise', async () => {
    const lines = async (who: object | null): Promise<readonly string[]> =>
      (await gm.as(who).manager(Report).select({ line: true }).all()).map(({ line }) => line);
    expect([await lines(ADMIN), await lines(OWNER)]).to.deep.equal([
      ['10 of 3', '20 of 3', '30 of 3'],
      ['10 of 2', 'null of 2'],
    ]);
    done();
    expect([await lines(ADMIN), await lines(OWNER), done()]).to.deep.equal([
      ['10 of 3', '20 of 3', '30 of 3'],
      ['10 of 2', 'null of 2'],
      [],
    ]);
    await orm.em.fork().nativeUpdate(Ship, { id: 3 }, { here: false });
    expect([await lines(ADMIN), await lines(OWNER)]).to.deep.equal([
      ['10 of 2', '20 of 2'],
      ['10 of 2', 'null of 2'],
    ]);
  });

  it('are noticed by what is computed of them', async () => {
    const sum = gm.computation('fleets', {}, async (as) => {
      const ships = await as.manager(Ship).select({ fleet: true }).all();
      return ships.reduce((total, each) => total + each.fleet, 0);
    });
    await read(ADMIN, 'fleet');
    expect([await sum(gm.as(ADMIN)), await sum(gm.as(ADMIN))]).to.deep.equal([9, 9]);
    await sql(`update ship set name = 'C' where id = 3`);
    expect(await sum(gm.as(ADMIN))).to.equal(9);
    await sql('update ship set here = false where id = 3');
    expect(await sum(gm.as(ADMIN))).to.equal(4);
  });

  it('are computed once for many who ask, also in other processes', async () => {
    const other = await keeping();
    try {
      await Promise.all(Array.from({ length: 200 }, async () => read(ADMIN, 'fleet')));
      expect(done()).to.have.length(3);
      expect([await values(other, ADMIN, 'fleet'), done()]).to.deep.equal([[[3], [3], [3]], []]);
    } finally {
      await other.close();
    }
  });

  it('are those of the code that there is', async () => {
    const answers: unknown[] = [];
    for (const compute of [({ id }: Rate) => id + 1, ({ id }: Rate) => id + 2]) {
      class Price {
        id!: number;
        next!: number;
      }
      Computed<Rate>({ type: 'int', needs: { id: true }, cache: 'dependency', compute })(Price.prototype, 'next');
      Manager()(Price);
      const fields = { id: field.id({ type: 'int' as const }) };
      Interface(http<Price>({ baseUrl: HOST, fields, operations: { list: { path: '/prices' } } }))(Price);
      Permission({ read: everyone() })(Price);
      nock(HOST)
        .get('/prices')
        .reply(200, [{ id: 1 }]);
      const deployed = await bootstrap({ managers: [Price], cache: { store }, secret: 'fleet' });
      answers.push(await deployed.as(null).manager('Price').select({ next: true }).all());
      await deployed.close();
    }
    expect(answers).to.deep.equal([[{ next: 2 }], [{ next: 3 }]]);
  });

  it('are told as computations, and forgotten by their name', async () => {
    await read(ADMIN, 'letters');
    expect(gm.cacheStatistics.counts.find(({ name }) => name === 'Ship.letters')).to.include({ scope: 'dependency' });
    done();
    await gm.clearCache('Ship.letters');
    await read(ADMIN, 'letters');
    expect(done()).to.have.length(3);
  });

  it('are refused at boot where nothing that their code could read tells changes', async () => {
    class Alone {
      id!: number;
      get fine(): number {
        return this.id;
      }
      async reads({ manager }: ComputeContext): Promise<number> {
        return manager(Alone).count();
      }
      get never(): number {
        return this.id;
      }
    }
    const declare = (name: string, cache: object | string): void =>
      Computed({ type: 'int', cache: cache as CacheScope })(
        Alone.prototype,
        name,
        Object.getOwnPropertyDescriptor(Alone.prototype, name) ?? {},
      );
    declare('fine', 'dependency');
    declare('reads', 'dependency');
    declare('never', { timeoutMs: 0 });
    Manager()(Alone);
    Interface(http<Alone>({ baseUrl: HOST, fields: { id: field.id({ type: 'int' }) }, operations: { list: { path: '/alone' } } }))(Alone);
    Permission({ read: everyone() })(Alone);
    const failed = await bootstrap({ managers: [Alone], cache: new Keyv() }).catch((error: unknown) => error);
    expect((failed as BootError).problems.map(({ code, path }) => `${code} ${path}`)).to.have.members([
      'GM_CACHE_INVALID_SCOPE Alone.computed.never.cache',
      'GM_CACHE_UNTRACKED Alone.computed.reads.cache',
    ]);
  });
});
