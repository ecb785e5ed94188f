import { expect } from 'chai';
import { Keyv } from 'keyv';
import { parse } from 'graphql';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, BootError, definePlugin, type Application, type CacheObservation } from 'general-manager';
import { http, field } from 'general-manager/http';
import { calculation } from 'general-manager/calculation';
import { Computed, everyone, Interface, Manager, Permission } from 'general-manager/decorators';
import { Random } from '../direct/support/random.js';
import { textOf } from '../direct/support/compare.js';
import { Depot, Item, Note, openYard, State, Tag, type Yard } from '../changes/support/depot.js';
import { textOf as text } from '../changes/support/keeper.js';
import { keepAll } from './support/keep-all.js';

const ACTORS = [null, { id: 1 }, { id: 2 }, { id: 3, roles: ['manager'] }];

const MANAGER = { id: 3, roles: ['manager'] };

const SECRET = 'caches over PostgreSQL';

/** Reads of many forms, which depend on rows, policies, relations, order, pages, numbers and groups. */
const READS: readonly ((gm: Application, actor: object | null, random: number) => Promise<unknown>)[] = [
  async (gm, who) => gm.as(who).manager(Item).sort('id').all(),
  async (gm, who, random) =>
    gm
      .as(who)
      .manager(Item)
      .filter({ count: { gt: random } })
      .sort('-count', 'id')
      .page({ first: 3, total: true }),
  async (gm, who, random) =>
    gm
      .as(who)
      .manager(Item)
      .filter({ depot: { name: { contains: String(random) } } })
      .select({ label: true, depot: { name: true } })
      .all(),
  async (gm, who, random) =>
    gm
      .as(who)
      .manager(Item)
      .filter({ tags: { some: { name: { eq: `tag ${random}` } } } })
      .count(),
  async (gm, who, random) => gm.as(who).manager(Item).find(random),
  async (gm, who) => gm.as(who).manager(Item).select({ price: true, tags: true, notes: true }).sort('depot.rank', 'id').all(),
  async (gm, who) => gm.as(who).manager(Depot).select({ name: true, items: true }).sort('id').all(),
  async (gm, who) =>
    gm
      .as(who)
      .manager(Item)
      .groupBy('state')
      .aggregate({ count: true, sum: ['count'], max: ['price'] }),
  async (gm, who, random) =>
    gm
      .as(who)
      .manager(Item)
      .exclude({ state: State.New })
      .filter({ or: [{ owner: random }, { good: true }] })
      .exists(),
  async (gm, who) =>
    gm
      .as(who)
      .manager(Note)
      .select({ text: true, item: { label: true } })
      .sort('id')
      .all(),
];

const DOCUMENTS = [
  '{ items(first: 4, sort: [{ count: DESC }, { id: ASC }]) { totalCount edges { cursor node { id label price depot { name rank } tags { nodes { name } } } } } }',
  '{ depots { nodes { id name items { totalCount nodes { id state } } } } }',
  '{ item(id: 1) { label count notes { nodes { text } } } itemsAggregate { count sum { count } } }',
];

describe('caches over PostgreSQL', () => {
  let yard: Yard;
  let gm: Application;
  let plain: Application;
  const seen: CacheObservation[] = [];

  before(async () => {
    yard = await openYard('cache', { boot: { plugins: [], secret: SECRET } });
    plain = yard.gm;
    const watch = definePlugin({ name: 'watch', description: 'Sees the cache.', hooks: { onCache: (each) => void seen.push(each) } });
    gm = await bootstrap({
      orm: yard.orm,
      drift: 'off',
      recordChanges: true,
      secret: SECRET,
      cache: new Keyv(),
      plugins: [keepAll('dependency'), watch],
    });
  });
  after(async () => {
    await gm.close();
    await yard.close();
  });
  beforeEach(async () => {
    seen.length = 0;
    await yard.query('truncate depot, item, tag, note cascade');
    await yard.query(`insert into depot (id, name, rank) select n, 'depot ' || n, n from generate_series(1, 3) n`);
    await yard.query(
      `insert into item (id, label, count, price, state, owner, depot_id, good)
       select n, 'item ' || n, n, n, case n % 2 when 0 then 'new' else 'old' end, n % 3, 1 + n % 3, n % 2 = 0 from generate_series(1, 8) n`,
    );
    await yard.query(`insert into tag (id, name) select n, 'tag ' || n from generate_series(1, 3) n`);
    await gm.clearCache();
  });

  const outcomes = (): readonly string[] => seen.map(({ outcome }) => outcome);

  /** Writes of every way in; what they do not find they leave alone. */
  const WRITES: readonly ((random: (below: number) => number) => Promise<unknown>)[] = [
    async (random) =>
      plain
        .as(MANAGER)
        .manager(Item)
        .update(1 + random(8), { count: random(9), label: `label ${random(9)}` }),
    async (random) =>
      gm
        .as(MANAGER)
        .manager(Item)
        .update(1 + random(8), { depot: { connect: 1 + random(3) }, price: `${random(9)}.00` }),
    async (random) =>
      gm
        .as(MANAGER)
        .manager(Item)
        .create({ id: 20 + random(5), label: 'made', count: random(5), state: State.Old, good: false }),
    async (random) =>
      plain
        .as(MANAGER)
        .manager(Item)
        .delete(1 + random(8)),
    async (random) =>
      gm
        .as(MANAGER)
        .manager(Item)
        .filter({ count: { lt: random(5) } })
        .updateMany({ owner: random(3) }),
    async (random) =>
      gm
        .as(MANAGER)
        .manager(Depot)
        .update(1 + random(3), { rank: random(4), name: `depot ${random(9)}` }),
    async (random) => yard.orm.em.fork().nativeUpdate(Item, { id: 1 + random(8) }, { state: random(2) === 0 ? State.New : State.Old }),
    async (random) => yard.orm.em.fork().insert(Note, { id: 100 + random(50), text: `note ${random(9)}`, item: 1 + random(8) }),
    async (random) => yard.orm.em.fork().nativeDelete(Depot, { id: 1 + random(3) }),
    async (random) => {
      const em = yard.orm.em.fork();
      const item = await em.findOneOrFail(Item, 1 + random(8), { populate: ['tags'] });
      item.tags.set([em.getReference(Tag, 1 + random(3))]);
      await em.flush();
    },
    async (random) =>
      yard.orm.em
        .fork()
        .getConnection()
        .execute('update item set good = not good where id = ?', [1 + random(8)]),
  ];

  it('answer as the source does after writes of every kind, by every actor', async () => {
    const random = new Random(3);
    const below = (most: number): number => random.below(most);
    for (let round = 0; round < 40; round += 1) {
      await WRITES[below(WRITES.length)]?.(below).catch(() => undefined);
      for (let each = 0; each < 3; each += 1) {
        const [read, who, value] = [READS[below(READS.length)], ACTORS[below(ACTORS.length)] ?? null, below(4)];
        const [kept, again, source] = [await read?.(gm, who, value), await read?.(gm, who, value), await read?.(plain, who, value)];
        expect([text(kept), text(again)], `round ${round}`).to.deep.equal([text(source), text(source)]);
      }
    }
    expect(outcomes()).to.include.members(['hit', 'miss', 'stale']);
    // Reads of writes are in their transactions.
    expect(outcomes()).not.to.include('error');
    expect(outcomes().filter((each) => each === 'hit').length).to.be.greaterThan(120);
  });

  it('give whole responses of the direct route, for whom they are', async () => {
    const random = new Random(4);
    const below = (most: number): number => random.below(most);
    const answer = async (application: Application, source: string, actor: object | null): Promise<string | undefined> => {
      const found = await application.direct.operation(parse(source))?.run({}, { actor });
      return found && textOf(found);
    };
    for (let round = 0; round < 25; round += 1) {
      const source = DOCUMENTS[below(DOCUMENTS.length)] ?? '';
      const who = ACTORS[below(ACTORS.length)] ?? null;
      if (below(3) === 0) await WRITES[below(WRITES.length)]?.(below).catch(() => undefined);
      const expected = await answer(plain, source, who);
      expect(expected).to.be.a('string');
      expect([await answer(gm, source, who), await answer(gm, source, who)], `round ${round}`).to.deep.equal([expected, expected]);
    }
    expect(outcomes()).to.include('hit');
  });

  it('let alone what a write does not touch', async () => {
    const items = gm
      .as(MANAGER)
      .manager(Item)
      .filter({ count: { gt: 6 } })
      .select({ label: true });
    await items.all();
    await gm.as(MANAGER).manager(Item).update(1, { label: 'other' });
    await gm.as(MANAGER).manager(Item).update(8, { price: '9.99' });
    await gm.as(MANAGER).manager(Tag).update(1, { name: 'other' });
    seen.length = 0;
    await items.all();
    expect(outcomes()).to.deep.equal(['hit']);
    await gm.as(MANAGER).manager(Item).update(1, { count: 7 });
    seen.length = 0;
    expect(await items.all()).to.have.length(3);
    expect(outcomes()).to.deep.equal(['stale']);
  });

  it('notice that what the policy looks at has changed', async () => {
    const item = gm.as({ id: 9 }).manager(Item);
    expect([await item.find(3), await item.find(3)]).to.deep.equal([null, null]);
    await gm.as(MANAGER).manager(Depot).update(1, { rank: 5 });
    expect(await item.find(3)).to.include({ id: 3 });
    await gm.as(MANAGER).manager(Item).update(3, { owner: 9 });
    await gm.as(MANAGER).manager(Depot).update(1, { rank: null });
    expect(await item.find(3)).to.include({ id: 3 });
  });

  it('notice that what says who may do something has changed', async () => {
    const items = gm.as(MANAGER).manager(Item).select({ label: true }).withCapabilities();
    const may = async (): Promise<unknown> => Reflect.get(await items.get(3), 'capabilities');
    expect(await may()).to.deep.include({ actions: { mark: false } });
    await gm.as(MANAGER).manager(Depot).update(1, { rank: 5 });
    expect(await may()).to.deep.include({ actions: { mark: true } });
  });

  it('give nobody in a transaction what others see, and others nothing of it', async () => {
    const items = gm.as(MANAGER).manager(Item);
    expect(await items.count()).to.equal(8);
    const gone = new Error('rolled back');
    const transaction = yard.orm.em.fork().transactional(async (em) => {
      await em.nativeDelete(Item, { id: { $gt: 2 } });
      expect(await items.using({ session: em }).count()).to.equal(2);
      expect(await items.count()).to.equal(8);
      throw gone;
    });
    expect(await transaction.catch((error: unknown) => error)).to.equal(gone);
    expect(await items.count()).to.equal(8);
  });

  it('keep computations until something that they read changes', async () => {
    let computed = 0;
    const worth = gm.computation('worth', {}, async (as, depot: number) => {
      computed += 1;
      const items = await as
        .manager(Item)
        .filter({ depot: { id: depot } })
        .all();
      return { sum: items.reduce((sum, { price }) => sum + Number(price), 0), at: new Date(0) };
    });
    const ask = async (who: object | null = MANAGER): Promise<number> => (await worth(gm.as(who), 1)).sum;
    expect([await ask(), await ask(), computed]).to.deep.equal([9, 9, 1]);
    expect(await worth(gm.as(MANAGER), 1)).to.deep.equal({ sum: 9, at: new Date(0) });
    await gm.as(MANAGER).manager(Item).update(3, { price: '10.00' });
    expect([await ask(), computed]).to.deep.equal([16, 2]);
    await gm.as(MANAGER).manager(Item).update(1, { price: '10.00' });
    expect([await ask(), computed]).to.deep.equal([16, 2]);
    // Somebody else sees less, and has an answer of their own.
    expect([await ask(null), await ask({ id: 3, roles: ['manager'] }), computed]).to.deep.equal([0, 16, 3]);
    expect(await worth(gm.as(MANAGER), (() => 1) as never).catch((error: unknown) => error)).to.include({ code: 'GM_CACHE_NOT_PLAIN' });
    expect(() => gm.computation('worth', {}, async () => 1))
      .to.throw()
      .that.includes({ code: 'GM_CACHE_DUPLICATE_NAME' });
  });

  it('keep computations warm, until the application is closed', async () => {
    let computed = 0;
    const warming = await bootstrap({ orm: yard.orm, drift: 'off', recordChanges: true, secret: SECRET, cache: new Keyv() });
    const calls = (): readonly (readonly [ReturnType<Application['as']>])[] => [[warming.as(MANAGER)]];
    warming.computation('number', { warm: { everyMs: 5, calls } }, async (as) => {
      computed += 1;
      return as.manager(Item).count();
    });
    const reached = (count: number): boolean => computed >= count;
    const until = async (count: number): Promise<void> => {
      for (let tries = 0; tries < 500 && !reached(count); tries += 1) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    await until(1);
    await gm.as(MANAGER).manager(Item).delete(8);
    await until(2);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(computed).to.equal(2);
    await warming.close();
    await gm.as(MANAGER).manager(Item).delete(7);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(computed).to.equal(2);
    expect(() => warming.computation('cold', { warm: { everyMs: 0, calls } }, async () => 1))
      .to.throw()
      .that.includes({ code: 'GM_CACHE_INVALID_OPTION' });
  });

  it('keep calculations until what they are computed from changes', async () => {
    @Manager({ cache: 'dependency' })
    @Interface(calculation({ inputs: { depot: Depot } }))
    @Permission({ read: everyone() })
    class Worth {
      depot!: Depot;

      @Computed({ type: 'int', needs: { depot: { rank: true } } })
      get twice(): number {
        return 2 * (this.depot.rank ?? 0);
      }
    }
    const computing = await bootstrap({
      orm: yard.orm,
      managers: [Worth],
      drift: 'off',
      recordChanges: true,
      secret: SECRET,
      cache: new Keyv(),
    });
    const twice = async (): Promise<readonly unknown[]> =>
      (await computing.as(null).manager(Worth).select({ twice: true }).sort('depot.id').all()).map((each) => each.twice);
    expect([await twice(), await twice()]).to.deep.equal([
      [2, 4, 6],
      [2, 4, 6],
    ]);
    await gm.as(MANAGER).manager(Depot).update(2, { rank: 7 });
    expect([await twice(), await twice()]).to.deep.equal([
      [2, 14, 6],
      [2, 14, 6],
    ]);
    await yard.orm.em.fork().nativeDelete(Depot, { id: 3 });
    expect(await twice()).to.deep.equal([2, 14]);
    expect(computing.cacheStatistics.counts.find(({ name }) => name === 'Worth')?.outcomes).to.deep.equal({ miss: 1, hit: 2, stale: 2 });
  });

  it('compute at most once what a thousand ask for', async () => {
    let computed = 0;
    const count = gm.computation('count', {}, async (as) => {
      computed += 1;
      return as.manager(Item).count();
    });
    const ask = async (): Promise<ReadonlySet<number>> =>
      new Set(await Promise.all(Array.from({ length: 1_000 }, async () => count(gm.as(MANAGER)))));
    expect([...(await ask()), computed]).to.deep.equal([8, 1]);
    await gm.as(MANAGER).manager(Item).delete(8);
    expect([...(await ask()), computed]).to.deep.equal([7, 2]);
  });

  it('read once in a request what is asked for again, until the request writes', async () => {
    const items = gm.as(MANAGER).manager(Item).cached('request');
    await gm.inRequest(async () => {
      expect(await items.count()).to.equal(8);
      await yard.query('delete from item where id = 8');
      expect(await items.count()).to.equal(8);
      await gm.as(MANAGER).manager(Item).delete(7);
      expect(await items.count()).to.equal(6);
    });
    await yard.query('delete from item where id = 6');
    expect(await items.count()).to.equal(5);
    expect(outcomes()).to.deep.equal(['miss', 'hit', 'bypass', 'miss', 'bypass']);
  });

  it('are not mixed with what MikroORM keeps for everybody', async () => {
    const orm = await MikroORM.init({ ...yard.orm.config.getAll(), connect: false, resultCache: { global: 50 } } as never);
    const failed = await bootstrap({ orm, drift: 'off' }).catch((error: unknown) => error);
    await orm.close();
    expect(failed).to.be.instanceOf(BootError);
    expect(new Set((failed as BootError).problems.map(({ code }) => code))).to.deep.equal(new Set(['GM_ORM_RESULT_CACHE']));
  });

  it('refuse at boot what cannot be right', async () => {
    @Manager({ cache: 'dependency' })
    @Interface(http<Elsewhere>({ baseUrl: 'https://api.example.com', fields: { id: field.id() }, operations: { list: { path: '/all' } } }))
    @Permission({ read: everyone() })
    class Elsewhere {
      id!: string;
    }
    @Manager({ cache: { timeoutMs: 0 } })
    @Interface(http<Wrong>({ baseUrl: 'https://api.example.com', fields: { id: field.id() }, operations: { list: { path: '/all' } } }))
    @Permission({ read: everyone() })
    class Wrong {
      id!: string;
    }
    const failed = await bootstrap({ managers: [Elsewhere, Wrong], cache: { store: keyvLike, waitMs: -1 } }).catch(
      (error: unknown) => error,
    );
    expect(failed).to.be.instanceOf(BootError);
    expect((failed as BootError).problems.map(({ code, path }) => `${code} ${path}`)).to.have.members([
      'GM_CACHE_UNTRACKED Elsewhere.cache',
      'GM_CACHE_INVALID_SCOPE Wrong.cache',
      'GM_CACHE_INVALID_OPTION cache.waitMs',
      'GM_CACHE_NO_SECRET cache.store',
    ]);
    expect(() => gm.as(null).manager(Item).cached({ timeoutMs: 1.5 }))
      .to.throw()
      .that.includes({ code: 'GM_CACHE_INVALID_SCOPE' });
  });
});

const keyvLike = {
  get: async () => [],
  set: async () => {},
  delete: async () => {},
  clear: async () => {},
};
