import { expect } from 'chai';
import { graphql } from 'graphql';
import { definePlugin, type Application, type BootstrapOptions } from 'general-manager';
import { actor, allOf, anyOf, authenticated, deny, everyone, not, where } from 'general-manager/decorators';
import { openStore, Shelf, Thing, type Store } from '../reads/support/shelf.js';
import { swapPolicies } from './support/swap-policies.js';

const ADA = { id: 1, floors: [1] };
const BOB = { id: 2, floors: [2] };

/** Each class of holes that comparable systems had, as an attempt. */
describe('permission: attacks', () => {
  let store: Store;
  let gm: Application;

  const OPEN = { read: everyone() };
  const GUARDED = {
    Thing: {
      read: where({ shelf: { floor: { in: actor('floors') } } }),
      fields: { label: { read: where({ fragile: true }) } },
    },
    Shelf: { read: where({ floor: { in: actor('floors') } }) },
  };

  const boot = async (permissions: Parameters<typeof swapPolicies>[0], options: Partial<BootstrapOptions> = {}): Promise<Application> =>
    store.boot({ plugins: [swapPolicies(permissions)], secret: 'the same', ...options });

  before(async () => {
    store = await openStore('attacks');
    await store.fill('shelf', [
      { id: 1, name: 'mine', floor: 1 },
      { id: 2, name: 'secret shelf', floor: 2 },
    ]);
    await store.fill('thing', [
      { id: 1, label: 'seen', size: 1, fragile: true, shelf_id: 1 },
      { id: 2, label: 'masked', size: 2, fragile: false, shelf_id: 1 },
      { id: 3, label: 'hidden', size: 3, fragile: true, shelf_id: 2 },
    ]);
    gm = await boot(GUARDED);
  });
  after(async () => store.close());

  const ask = async (query: string, who: object | null = ADA, app = gm): Promise<string> =>
    JSON.stringify(await graphql({ schema: app.schema, source: query, contextValue: { actor: who } }));

  it('inference by a filter on a hidden object', async () => {
    for (const text of ['hidden', 'h', 'nothing like that']) {
      expect(
        await gm
          .as(ADA)
          .manager(Shelf)
          .filter({ things: { some: { label: { startsWith: text } } } })
          .count(),
      ).to.equal(0);
    }
  });

  it('inference by a filter on a hidden field', async () => {
    const things = gm.as(ADA).manager(Thing);
    expect(await things.filter({ label: { startsWith: 'm' } }).count()).to.equal(0);
    expect(await things.filter({ label: { ne: 'masked' } }).values('id')).to.deep.equal([1]);
    expect(await things.filter({ not: { label: { startsWith: 'm' } } }).values('id')).to.deep.equal([1]);
    expect(await things.filter({ label: null }).values('id')).to.deep.equal([2]);
  });

  it('inference by sorts, cursors and pages', async () => {
    const [before] = await store.query('select label from thing where id = 2');
    const orders: unknown[] = [];
    for (const label of ['aaa', 'zzz']) {
      await store.query('update thing set label = ? where id = 2', [label]);
      const page = await gm.as(ADA).manager(Thing).sort('label').page({ first: 1, total: true });
      orders.push([page.items.map(({ id }) => id), page.endCursor, page.total, page.hasNext]);
    }
    await store.query('update thing set label = ? where id = 2', [before?.['label']]);
    expect(orders[0]).to.deep.equal(orders[1]);
  });

  it('traversal of relations to hidden objects', async () => {
    expect(await ask('{ shelves { totalCount nodes { name things { totalCount nodes { id label } } } } }')).to.equal(
      '{"data":{"shelves":{"totalCount":1,"nodes":[{"name":"mine","things":{"totalCount":2,"nodes":[{"id":"1","label":"seen"},{"id":"2","label":null}]}}]}}}',
    );
  });

  it('the other end of a link that is hidden at one end', async () => {
    const OPEN_SHELF = { read: everyone() };
    const byOwner = await boot({ Thing: { ...OPEN, fields: { shelf: { read: where({ fragile: true }) } } }, Shelf: OPEN_SHELF });
    const byInverse = await boot({ Thing: OPEN, Shelf: { ...OPEN_SHELF, fields: { things: { read: where({ floor: 1 }) } } } });
    const things = 'things { nodes { id shelf { id } } }';
    const shelves = 'shelves(sort: [{ id: ASC }]) { nodes { id things { totalCount nodes { id } } } }';
    expect(JSON.parse(await ask(`{ ${things} ${shelves} }`, ADA, byOwner))).to.deep.equal({
      data: {
        things: {
          nodes: [
            { id: '1', shelf: { id: '1' } },
            { id: '2', shelf: null },
            { id: '3', shelf: { id: '2' } },
          ],
        },
        shelves: {
          nodes: [
            { id: '1', things: { totalCount: 1, nodes: [{ id: '1' }] } },
            { id: '2', things: { totalCount: 1, nodes: [{ id: '3' }] } },
          ],
        },
      },
    });
    expect(JSON.parse(await ask(`{ ${things} ${shelves} }`, ADA, byInverse))).to.deep.equal({
      data: {
        things: {
          nodes: [
            { id: '1', shelf: { id: '1' } },
            { id: '2', shelf: { id: '1' } },
            { id: '3', shelf: null },
          ],
        },
        shelves: {
          nodes: [
            { id: '1', things: { totalCount: 2, nodes: [{ id: '1' }, { id: '2' }] } },
            { id: '2', things: { totalCount: 0, nodes: [] } },
          ],
        },
      },
    });
    const shelved = byInverse.as(ADA).manager(Thing);
    expect(await shelved.filter({ shelf: { id: 2 } }).count()).to.equal(0);
    expect(await shelved.filter({ shelf: null }).values('id')).to.deep.equal([3]);
    expect(await shelved.sort('-shelf.name').values('id')).to.deep.equal([3, 1, 2]);
  });

  it('objects by their key: hidden is as good as missing, to the byte', async () => {
    expect(await ask('{ thing(id: 3) { id } }')).to.equal(await ask('{ thing(id: 99) { id } }'));
    const errors = await Promise.all(
      [3, 99].map(async (id) =>
        gm
          .as(ADA)
          .manager(Thing)
          .get(id)
          .catch((error: Error & { code: string }) => [error.code, error.message]),
      ),
    );
    expect(errors[0]).to.deep.equal(errors[1]);
  });

  it('empty groups in rules and filters', async () => {
    for (const read of [anyOf(), allOf(), not(not(anyOf())), where({ or: [] }), where({ size: { in: [] } })]) {
      const refused = await boot({ Thing: { read } }).then(
        () => 'booted',
        (error: { problems: { code: string }[] }) => error.problems.map(({ code }) => code),
      );
      expect(refused).to.deep.equal(['GM_PERM_NEVER_ALLOWED']);
    }
    expect(await gm.as(ADA).manager(Thing).filter({ or: [] }).count()).to.equal(0);
    expect(
      await gm
        .as({ id: 1, floors: [] })
        .manager(Thing)
        .count()
        .catch((error: { code: string }) => error.code),
    ).to.equal('GM_PERM_FORBIDDEN');
  });

  it('overlapping rules, in whatever order', async () => {
    for (const read of [
      [everyone(), deny(where({ size: 1 }))],
      [deny(where({ size: 1 })), everyone(), where({ size: 1 })],
    ]) {
      const app = await boot({ Thing: { read }, Shelf: OPEN });
      expect(await app.as(null).manager(Thing).sort('id').values('id')).to.deep.equal([2, 3]);
    }
  });

  it('denials that depend on what is not known', async () => {
    const app = await boot({ Thing: { read: [everyone(), deny(where({ grade: actor('forbiddenGrade') }))] }, Shelf: OPEN });
    expect(
      await app
        .as({})
        .manager(Thing)
        .count()
        .catch((error: { code: string }) => error.code),
    ).to.equal('GM_PERM_FORBIDDEN');
    expect(await app.as({ forbiddenGrade: 7 }).manager(Thing).count()).to.equal(0);
  });

  it('cursors of another actor, or of another list', async () => {
    const { endCursor } = await gm.as(BOB).manager(Thing).page({ first: 1 });
    const { endCursor: own } = await gm.as(ADA).manager(Thing).page({ first: 1 });
    const use = async (after: string | undefined, sort = 'id'): Promise<unknown> =>
      gm
        .as(ADA)
        .manager(Thing)
        .sort(sort as 'id')
        .page({ after })
        .catch((error: { code: string }) => error.code);
    expect(await use(endCursor)).to.equal('GM_READ_INVALID_CURSOR');
    expect(await use(own, 'size')).to.equal('GM_READ_INVALID_CURSOR');
  });

  it('operators of the database, and prototypes, in filters', async () => {
    const things = gm.as(ADA).manager('Thing');
    for (const filter of [
      { size: { $gt: 0 } },
      { $or: [{}] },
      { __proto__: null, constructor: {} },
      JSON.parse('{"__proto__":{"size":3}}') as object,
    ]) {
      const answer = await things
        .filter(filter as Record<string, unknown>)
        .count()
        .catch((error: { code: string }) => error.code);
      expect(answer).to.be.oneOf(['GM_READ_UNKNOWN_OPERATOR', 'GM_READ_UNKNOWN_FIELD']);
    }
    expect(({} as { size?: number }).size).to.equal(undefined);
  });

  it('actors that come from JSON, with prototypes and odd attributes', async () => {
    for (const text of [
      '{"__proto__":{"floors":[1,2]}}',
      '{"floors":{"in":[1,2]}}',
      '{"floors":"1"}',
      '{"floors":[1,null]}',
      '{"constructor":{"floors":[2]}}',
    ]) {
      const answer = await gm
        .as(JSON.parse(text) as object)
        .manager(Thing)
        .count()
        .catch((error: { code: string }) => error.code);
      expect(answer, text).to.equal('GM_PERM_FORBIDDEN');
    }
  });

  it('errors as oracles: none depends on hidden rows', async () => {
    const filters = ['{ size: { gt: 2147483648 } }', '{ facts: { path: ["a", "b"], gt: 1 } }', '{ price: { eq: "1e400" } }'];
    for (const filter of filters) {
      const answers = [await ask(`{ things(filter: ${filter}) { totalCount } }`)];
      await store.query(`update thing set facts = '{"a": "x"}', price = 1 where id = 3`);
      answers.push(await ask(`{ things(filter: ${filter}) { totalCount } }`));
      await store.query('update thing set facts = null, price = null where id = 3');
      expect(answers[1]).to.equal(answers[0]);
    }
  });

  it('an identity map that knows the hidden object', async () => {
    const em = store.orm.em.fork();
    const hidden = await em.findOneOrFail(Thing, 3);
    expect(hidden.label).to.equal('hidden');
    expect(await gm.as(ADA).manager(Thing).using({ session: em }).find(3)).to.equal(null);
    expect(await gm.as(ADA).manager(Thing).using({ session: em }).values('id')).to.deep.equal([1, 2]);
  });

  it('plugins and user code run only after a decision, never for somebody who is denied', async () => {
    const ran: string[] = [];
    const spy = definePlugin({
      name: 'spy',
      description: 'Runs around reads.',
      hooks: {
        wrapOperation:
          ({ next }) =>
          async (args) => {
            ran.push(args.manager.name);
            return next(args);
          },
      },
    });
    const app = await boot(
      { ...GUARDED, Thing: { read: authenticated() } },
      { plugins: [swapPolicies({ Thing: { read: authenticated() } }), spy] },
    );
    expect(
      await app
        .as(null)
        .manager(Thing)
        .count()
        .catch((error: { code: string }) => error.code),
    ).to.equal('GM_PERM_FORBIDDEN');
    expect(ran).to.deep.equal([]);
    await app.as(ADA).manager(Thing).count();
    expect(ran).to.deep.equal(['Thing']);
  });
});
