import 'reflect-metadata';
import { expect } from 'chai';
import { graphql } from 'graphql';
import { Keyv } from 'keyv';
import { Entity, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, type Application, type BootError } from 'general-manager';
import { calculation } from 'general-manager/calculation';
import {
  actor,
  anyOf,
  Computed,
  everyone,
  Interface,
  Manager,
  Permission,
  role,
  where,
  type ComputeContext,
  one,
} from 'general-manager/decorators';
import { field, http } from 'general-manager/http';
import { sideTables } from 'general-manager/mikro-orm';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';
import { answeredByNock, nock } from '../integrations/http/support/nock.js';

const HOST = 'https://rates.example.com';

@Entity()
@Manager({ relations: { toll: one(() => Toll, { by: 'id', to: 'boatId' }) } })
@Permission<Boat>({
  read: anyOf(role('admin'), where({ hidden: false })),
  fields: { tons: { read: anyOf(role('admin'), where({ owner: actor('id') })) } },
  update: everyone(),
})
class Boat {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'text' })
  name!: string;

  @Property({ type: 'boolean' })
  hidden!: boolean;

  @Property({ type: 'integer', nullable: true })
  owner?: number | null;

  @Property({ type: 'integer', nullable: true })
  tons?: number | null;

  toll?: Toll;
}

@Manager({ relations: { quote: one(() => Quote, { by: 'id', to: 'rateId' }) } })
@Interface(
  http<Rate>({
    baseUrl: HOST,
    fields: { id: field.id({ type: 'int' }), value: field.int() },
    operations: { list: { path: '/rates' }, detail: { path: '/rates/{id}' }, update: { method: 'PATCH', path: '/rates/{id}' } },
  }),
)
@Permission<Rate>({ read: everyone(), update: everyone() })
class Rate {
  id!: number;
  value!: number;
  quote?: Quote;
}

/** What was computed, and of which object. */
const computed: string[] = [];

function note<T>(member: string, id: number, value: T): T {
  computed.push(`${member} ${id}`);
  return value;
}

@Manager()
@Interface(calculation({ inputs: { boat: Boat } }))
@Permission({ read: everyone() })
class Toll {
  boat!: Boat;

  @Computed({ type: 'int', nullable: true, needs: { boat: { tons: true } }, cache: 'dependency' })
  get weight(): number | null {
    return note('weight', this.boat.id, this.boat.tons ?? null);
  }

  @Computed<Toll>({
    type: 'int',
    needs: { boat: { name: true } },
    cache: 'dependency',
    compute: ({ boat }) => note('letters', boat.id, boat.name.length),
  })
  letters!: number;

  @Computed({ type: 'int', system: 'what a boat weighs is in its toll', needs: { boat: { tons: true } }, cache: 'dependency' })
  get toll(): number {
    return note('toll', this.boat.id, (this.boat.tons ?? 0) * 2);
  }

  @Computed<Toll>({
    type: 'int',
    cache: 'dependency',
    compute: async ({ boat }, { manager }: ComputeContext) => note('seen', boat.id, await manager(Boat).count()),
  })
  seen!: number;

  /** Of another member, which nothing else asks for. */
  @Computed({ type: 'int', nullable: true, needs: { weight: true, plain: true }, cache: 'dependency' })
  get double(): number | null {
    return note('double', this.boat.id, this.weight === null ? null : this.weight * 2 + this.plain - this.plain);
  }

  @Computed({ type: 'int', needs: { boat: { name: true } } })
  get plain(): number {
    return note('plain', this.boat.id, this.boat.name.length);
  }

  @Computed({ type: 'string', needs: { boat: { name: true } }, cache: { timeoutMs: 60_000 } })
  get shout(): string {
    return note('shout', this.boat.id, this.boat.name.toUpperCase());
  }

  @Computed({ type: 'string', needs: { boat: { name: true } }, cache: 'request' })
  get whisper(): string {
    return note('whisper', this.boat.id, this.boat.name.toLowerCase());
  }

  @Computed<Toll>({
    type: 'int',
    nullable: true,
    needs: { boat: { name: true } },
    cache: 'dependency',
    compute: ({ boat }) => {
      note('failing', boat.id, undefined);
      throw new Error('not today');
    },
  })
  failing!: number | null;
}

/** Of a calculation. */
@Manager()
@Interface(calculation({ inputs: { toll: Toll } }))
@Permission({ read: everyone() })
class Receipt {
  toll!: Toll;

  @Computed<Receipt & { readonly toll: { readonly boat: { readonly id: number }; readonly weight: number | null } }>({
    type: 'string',
    needs: { toll: { weight: true } },
    cache: 'dependency',
    compute: ({ toll }) => note('text', toll.boat.id, `for ${String(toll.weight)}`),
  })
  text!: string;
}

/** Of an HTTP resource. */
@Manager()
@Interface(calculation({ inputs: { rate: Rate } }))
@Permission({ read: everyone() })
class Quote {
  rate!: Rate;

  @Computed({ type: 'int', needs: { rate: { value: true } }, cache: { timeoutMs: 60_000 } })
  get twice(): number {
    return note('twice', this.rate.id, this.rate.value * 2);
  }
}

const ADMIN = { id: 1, roles: ['admin'] };
const OWNER = { id: 7 };
const NOBODY = null;

describe('computed members that are kept', () => {
  let database: FreshDatabase;
  let orm: MikroORM;
  let gm: Application;
  answeredByNock();
  before(async () => {
    database = await freshDatabase('kept_members');
    orm = await MikroORM.init({
      clientUrl: database.url,
      entities: [Boat, ...sideTables()],
      metadataProvider: ReflectMetadataProvider,
    });
    await orm.schema.create();
    gm = await bootstrap({ orm, managers: [Toll, Receipt, Rate, Quote], recordChanges: true, cache: new Keyv(), drift: 'off' });
  });
  after(async () => {
    await gm.close();
    await orm.close();
    await database.drop();
  });
  beforeEach(async () => {
    await orm.em
      .getConnection()
      .execute(
        `truncate boat; insert into boat (id, name, hidden, owner, tons) values (1, 'Anna', false, 7, 10), (2, 'Bert', false, 8, 20), (3, 'Carl', true, 7, 30)`,
      );
    await gm.clearCache();
    computed.length = 0;
  });
  afterEach(() => nock.cleanAll());

  /** What was computed since somebody looked last. */
  const done = (): readonly string[] => computed.splice(0).toSorted();

  const read = async (who: object | null, ...members: readonly string[]): Promise<readonly unknown[]> => {
    const select = Object.fromEntries(members.map((each) => [each, true]));
    const rows = await gm
      .as(who)
      .manager('Toll')
      .select(select as never)
      .all();
    return rows.map((row) => members.map((each) => row[each]).join(' '));
  };

  it('are computed once, until a field that was read for them changes', async () => {
    expect([await read(ADMIN, 'letters'), done()]).to.deep.equal([
      ['4', '4', '4'],
      ['letters 1', 'letters 2', 'letters 3'],
    ]);
    expect([await read(ADMIN, 'letters'), done()]).to.deep.equal([['4', '4', '4'], []]);
    await gm.as(ADMIN).manager(Boat).update(1, { tons: 11 });
    expect([await read(ADMIN, 'letters'), done()]).to.deep.equal([['4', '4', '4'], []]);
    await gm.as(ADMIN).manager(Boat).update(1, { name: 'Anna-Marie' });
    expect((await read(ADMIN, 'letters'))[0]).to.equal('10');
    expect(done()).to.include('letters 1');
    await orm.em.fork().nativeUpdate(Boat, { id: 2 }, { name: 'B' });
    expect(await read(ADMIN, 'letters')).to.deep.equal(['10', '1', '4']);
  });

  it('are kept by the object: a page, a key and a filter find the same values', async () => {
    await read(ADMIN, 'letters');
    done();
    const tolls = gm.as(ADMIN).manager(Toll);
    expect((await tolls.select({ letters: true }).get({ boat: 2 })).letters).to.equal(4);
    expect(await tolls.filter({ letters: { gt: 3 } }).count()).to.equal(3);
    expect((await tolls.sort('-letters').select({ letters: true }).page({ first: 1 })).items).to.have.length(1);
    expect(done()).to.deep.equal([]);
  });

  it('are shared where the same may be read for them, and nowhere else', async () => {
    expect(await read(ADMIN, 'weight')).to.deep.equal(['10', '20', '30']);
    done();
    expect([await read(OWNER, 'weight'), done()]).to.deep.equal([
      ['10', ''],
      ['weight 1', 'weight 2'],
    ]);
    expect([await read(NOBODY, 'weight'), done()]).to.deep.equal([
      ['', ''],
      ['weight 1', 'weight 2'],
    ]);
    expect([await read({ id: 2, roles: ['admin'] }, 'weight'), done()]).to.deep.equal([['10', '20', '30'], []]);
    expect([await read({ id: 7, name: 'else' }, 'weight'), done()]).to.deep.equal([['10', ''], []]);
    // The same number as another kind of value, of which nobody knows whether it is the same.
    expect([await read({ id: '7' }, 'weight')]).to.deep.equal([[await plain({ id: '7' })].flat()]);
  });

  /** As it is without a cache. */
  const plain = async (who: object | null): Promise<readonly string[]> => {
    const other = await bootstrap({ orm, managers: [Toll, Receipt, Rate, Quote], drift: 'off' });
    const rows = await other.as(who).manager(Toll).select({ weight: true }).all();
    await other.close();
    return rows.map(({ weight }) => String(weight ?? ''));
  };

  it('that read as the system are the same for all', async () => {
    expect([await read(OWNER, 'toll'), done()]).to.deep.equal([
      ['20', '40'],
      ['toll 1', 'toll 2'],
    ]);
    expect([await read(NOBODY, 'toll'), done()]).to.deep.equal([['20', '40'], []]);
    expect([await read(ADMIN, 'toll'), done()]).to.deep.equal([['20', '40', '60'], ['toll 3']]);
  });

  it('of which the code reads by itself are kept for each actor, and notice what it read', async () => {
    expect(await read(ADMIN, 'seen')).to.deep.equal(['3', '3', '3']);
    expect(await read(OWNER, 'seen')).to.deep.equal(['2', '2']);
    done();
    expect([await read(ADMIN, 'seen'), await read(OWNER, 'seen'), done()]).to.deep.equal([['3', '3', '3'], ['2', '2'], []]);
    await read({ id: 2, roles: ['admin'] }, 'seen');
    expect(done()).to.have.length(3);
    await orm.em.fork().nativeDelete(Boat, { id: 3 });
    expect([await read(ADMIN, 'seen'), await read(OWNER, 'seen')]).to.deep.equal([
      ['2', '2'],
      ['2', '2'],
    ]);
  });

  it('are made of other members, and notice what these read', async () => {
    expect(await read(ADMIN, 'double', 'weight', 'plain')).to.deep.equal(['20 10 4', '40 20 4', '60 30 4']);
    done();
    expect([await read(ADMIN, 'double'), done()]).to.deep.equal([['20', '40', '60'], []]);
    await gm.as(ADMIN).manager(Boat).update(1, { tons: 50 });
    expect(await read(ADMIN, 'double')).to.deep.equal(['100', '40', '60']);
    expect(await read(OWNER, 'double')).to.deep.equal(['100', '']);
  });

  it('are what is read for another calculation, with the same promise', async () => {
    const texts = async (who: object | null): Promise<readonly string[]> =>
      (await gm.as(who).manager(Receipt).select({ text: true }).all()).map(({ text }) => text);
    expect(await texts(ADMIN)).to.deep.equal(['for 10', 'for 20', 'for 30']);
    expect(await texts(OWNER)).to.deep.equal(['for 10', 'for null']);
    done();
    expect([await texts(ADMIN), await texts(OWNER), done()]).to.deep.equal([['for 10', 'for 20', 'for 30'], ['for 10', 'for null'], []]);
    await gm.as(ADMIN).manager(Boat).update(1, { tons: 5 });
    expect([await texts(ADMIN), await texts(OWNER)]).to.deep.equal([
      ['for 5', 'for 20', 'for 30'],
      ['for 5', 'for null'],
    ]);
  });

  it('are kept for some time, or for a request', async () => {
    await read(NOBODY, 'shout');
    await gm.as(ADMIN).manager(Boat).update(1, { name: 'Ada' });
    done();
    expect([await read(OWNER, 'shout'), done()]).to.deep.equal([['ANNA', 'BERT'], []]);
    await gm.inRequest(async () => {
      await read(ADMIN, 'whisper');
      await orm.em.fork().nativeUpdate(Boat, { id: 1 }, { name: 'Eva' });
      expect((await read(ADMIN, 'whisper'))[0]).to.equal('ada');
      expect(done()).to.have.length(3);
    });
    expect((await read(ADMIN, 'whisper'))[0]).to.equal('eva');
  });

  it('of an HTTP resource are kept for their time and for each caller, and dropped by a write through the resource', async () => {
    let value = 1;
    nock(HOST)
      .persist()
      .get(/^\/rates/)
      .reply(({ url }: Request) => [200, new URL(url).pathname === '/rates' ? [{ id: 1, value }] : { id: 1, value }])
      .patch('/rates/1')
      .reply(() => {
        value = 5;
        return [200, { id: 1, value }];
      });
    const twice = async (who: object | null): Promise<readonly number[]> =>
      (await gm.as(who).manager(Quote).select({ twice: true }).all()).map((each) => each.twice);
    expect([await twice(ADMIN), await twice(ADMIN), done()]).to.deep.equal([[2], [2], ['twice 1']]);
    expect([await twice(OWNER), done()]).to.deep.equal([[2], ['twice 1']]);
    await gm.as(ADMIN).manager(Rate).update(1, { value: 5 });
    expect([await twice(ADMIN), await twice(OWNER)]).to.deep.equal([[10], [10]]);
  });

  it('belong to tables and HTTP resources by a relation to their calculation', async () => {
    nock(HOST)
      .persist()
      .get(/^\/rates/)
      .reply(({ url }: Request) => [200, new URL(url).pathname === '/rates' ? [{ id: 1, value: 4 }] : { id: 1, value: 4 }]);
    const source = '{ boats { nodes { name toll { letters weight } } } rates { nodes { value quote { twice } } } }';
    const ask = async (who: object | null): Promise<unknown> => {
      const answer = await graphql({ schema: gm.schema, source, contextValue: { actor: who } });
      return JSON.parse(JSON.stringify(answer.data ?? answer));
    };
    const boats = (...weights: readonly (number | null)[]): object => ({
      nodes: weights.map((weight, index) => ({ name: ['Anna', 'Bert', 'Carl'][index], toll: { letters: 4, weight } })),
    });
    const rates = { nodes: [{ value: 4, quote: { twice: 8 } }] };
    expect(await ask(ADMIN)).to.deep.equal({ boats: boats(10, 20, 30), rates });
    expect(done()).to.have.length(7);
    expect([await ask(ADMIN), done()]).to.deep.equal([{ boats: boats(10, 20, 30), rates }, []]);
    expect([await ask(OWNER)]).to.deep.equal([{ boats: boats(10, null), rates }]);
    await gm.as(ADMIN).manager(Boat).update(1, { tons: 11 });
    expect([await ask(ADMIN), await ask(OWNER)]).to.deep.equal([
      { boats: boats(11, 20, 30), rates },
      { boats: boats(11, null), rates },
    ]);
  });

  it('are read together where they are computed', async () => {
    const { statements } = await counting(async () => read(ADMIN, 'letters'));
    // The inputs, the fence, what is needed.
    expect(statements).to.be.at.most(3);
    expect((await counting(async () => read(ADMIN, 'letters'))).statements).to.be.at.most(2);
  });

  const counting = async (run: () => Promise<unknown>): Promise<{ readonly statements: number }> => {
    let statements = 0;
    const pool = (await (orm.em.getConnection() as unknown as { getNativeClient(): Promise<object> }).getNativeClient()) as {
      on(event: string, listener: () => void): void;
      off(event: string, listener: () => void): void;
    };
    const counted = (): void => void (statements += 1);
    pool.on('acquire', counted);
    await run();
    pool.off('acquire', counted);
    return { statements };
  };

  it('are not kept where they fail, nor in a transaction', async () => {
    await gm
      .as(ADMIN)
      .manager(Toll)
      .select({ failing: true })
      .all()
      .catch(() => {});
    await gm
      .as(ADMIN)
      .manager(Toll)
      .select({ failing: true })
      .all()
      .catch(() => {});
    expect(done().filter((each) => each === 'failing 1')).to.have.length(2);
    await read(ADMIN, 'letters');
    done();
    await orm.em.fork().transactional(async (em) => {
      await em.nativeUpdate(Boat, { id: 1 }, { name: 'in here' });
      const own = await gm.as(ADMIN).manager(Toll).using({ session: em }).select({ letters: true }).get({ boat: 1 });
      expect([own.letters, await read(ADMIN, 'letters')]).to.deep.equal([7, ['4', '4', '4']]);
    });
    expect((await read(ADMIN, 'letters'))[0]).to.equal('7');
  });

  it('are told as computations, and forgotten by their name', async () => {
    await read(ADMIN, 'letters');
    const counts = gm.cacheStatistics.counts.find(({ name }) => name === 'Toll.letters');
    expect(counts).to.include({ scope: 'dependency' });
    done();
    await gm.clearCache('Toll.letters');
    await read(ADMIN, 'letters');
    expect(done()).to.have.length(3);
  });

  it('are refused at boot where they cannot be kept so', async () => {
    @Manager()
    @Interface(calculation({ inputs: { rate: Rate } }))
    @Permission({ read: everyone() })
    class Wrong {
      rate!: Rate;

      @Computed({ type: 'int', needs: { rate: { value: true } }, cache: 'dependency' })
      get untold(): number {
        return this.rate.value;
      }

      @Computed({ type: 'int', needs: { rate: { value: true } } })
      get plain(): number {
        return this.rate.value;
      }

      @Computed({ type: 'int', needs: { plain: true }, cache: 'dependency' })
      get behind(): number {
        return this.plain;
      }

      @Computed({ type: 'int', cache: { timeoutMs: 0 } })
      get never(): number {
        return 1;
      }

      @Computed({ type: 'int', cache: 'dependency' })
      get fine(): number {
        return this.rate.id;
      }
    }
    const problems = async (): Promise<readonly string[]> => {
      const failed = await bootstrap({ managers: [Rate, Quote, Wrong], cache: new Keyv() }).catch((error: unknown) => error);
      return (failed as BootError).problems.map(({ code, path }) => `${code} ${path}`);
    };
    expect(await problems()).to.have.members([
      'GM_CACHE_UNTRACKED Wrong.computed.untold.cache',
      'GM_CACHE_UNTRACKED Wrong.computed.behind.cache',
      'GM_CACHE_INVALID_SCOPE Wrong.computed.never.cache',
    ]);
  });
});
