import { expect } from 'chai';
import { graphql } from 'graphql';
import type { Application } from 'general-manager';
import { actor, everyone, nobody, role, where } from 'general-manager/decorators';
import { openStore, Shelf, Thing, type Store } from '../reads/support/shelf.js';
import { swapPolicies } from './support/swap-policies.js';

const ADA = { id: 1, floors: [1], roles: [] as string[] };

/** What measures and groups must not tell. */
describe('permission: aggregates', () => {
  let store: Store;
  let gm: Application;

  const POLICIES = {
    Thing: {
      read: where({ shelf: { floor: { in: actor('floors') } } }),
      fields: { label: { read: where({ fragile: true }) }, weight: { read: role('scales') }, price: { read: nobody() } },
    },
    Shelf: { read: where({ floor: { in: actor('floors') } }), fields: { name: { read: where({ id: 1 }) } } },
    Vault: { read: nobody() },
  };

  before(async () => {
    store = await openStore('aggregates_permission');
    gm = await store.boot({ plugins: [swapPolicies(POLICIES)] });
  });
  after(async () => store.close());

  beforeEach(async () => {
    await store.fill('shelf', [
      { id: 1, name: 'mine', floor: 1 },
      { id: 2, name: 'theirs', floor: 2 },
      { id: 3, name: 'masked', floor: 1 },
    ]);
    await store.fill('vault', [{ id: 1, code: 'x' }]);
    await store.fill('thing', [
      { id: 1, label: 'seen', size: 1, weight: 1, fragile: true, shelf_id: 1, vault_id: 1 },
      { id: 2, label: 'masked', size: 2, weight: 2, fragile: false, shelf_id: 3, vault_id: 1 },
      { id: 3, label: 'hidden', size: 4, weight: 4, fragile: true, shelf_id: 2, vault_id: 1 },
    ]);
  });

  const things = (who: object = ADA) => gm.as(who).manager(Thing);
  const code = async (run: Promise<unknown>): Promise<unknown> =>
    run.then(
      () => 'answered',
      (error: { readonly code?: string }) => error.code,
    );

  it('hidden objects are neither counted nor measured nor grouped', async () => {
    expect(await things().aggregate({ count: true, sum: ['size'], max: ['size', 'id'] })).to.deep.equal({
      count: 2,
      sum: { size: 3n },
      max: { size: 2, id: 2 },
    });
    expect((await things().groupBy('id').aggregate({})).map(({ key }) => key.id)).to.deep.equal([1, 2]);
  });

  it('what is behind a hidden object, or a hidden field of one, is null in measures and keys', async () => {
    const { countDistinct, min } = await things().aggregate({
      countDistinct: ['vault.code', 'shelf.name'],
      min: ['vault.code', 'shelf.name'],
    });
    expect(countDistinct).to.deep.equal({ 'vault.code': 0, 'shelf.name': 1 });
    expect(min).to.deep.equal({ 'vault.code': null, 'shelf.name': 'mine' });
    expect(await things().groupBy('vault').aggregate({ count: true })).to.deep.equal([{ key: { vault: null }, count: 2 }]);
    expect((await things().groupBy('shelf.name').aggregate({})).map(({ key }) => key['shelf.name'])).to.deep.equal(['mine', null]);
  });

  // CVE-2026-35442: minimum and maximum, with groups, told the values of concealed fields.
  it('CVE-2026-35442: minimum, maximum, groups, having and order tell nothing of concealed fields', async () => {
    const ask = async (): Promise<unknown> => [
      await things().aggregate({ min: ['label'], max: ['label'], countDistinct: ['label'] }),
      await things()
        .groupBy('label')
        .aggregate({ count: true, min: ['label'], max: ['label'] }),
      await things()
        .groupBy('id')
        .sort('-max.label')
        .aggregate({ max: ['label'] }),
      await things()
        .groupBy('id')
        .having({ max: { label: { startsWith: 'm' } } })
        .aggregate({ count: true }),
      await things()
        .groupBy('id')
        .having({ not: { min: { label: { eq: 'masked' } } } })
        .aggregate({ count: true }),
      await things()
        .groupBy('size')
        .sort({ key: { size: 'asc' } })
        .having({ countDistinct: { label: 1 } })
        .aggregate({}),
      await things().values('label', { distinct: true }),
    ];
    const answer = await ask();
    expect(answer).to.deep.include({ min: { label: 'seen' }, max: { label: 'seen' }, countDistinct: { label: 1 } });
    for (const label of ['aaa', 'zzz', null]) {
      await store.query('update thing set label = ? where id in (2, 3)', [label]);
      expect(await ask()).to.deep.equal(answer);
    }
  });

  it('CVE-2026-35442: a field that the actor can never read is refused in every position', async () => {
    const positions = [
      things().aggregate({ min: ['price'] }),
      things().aggregate({ max: ['weight'] }),
      things().aggregate({ sum: ['weight'] }),
      things().aggregate({ countDistinct: ['price'] }),
      things().groupBy('price').aggregate({ count: true }),
      things()
        .groupBy('id')
        .having({ avg: { weight: { gt: 1 } } })
        .aggregate({ count: true }),
      things().groupBy('id').sort('-sum.weight').aggregate({ count: true }),
      things().values('price', { distinct: true }),
    ];
    for (const position of positions) expect(await code(position)).to.equal('GM_PERM_FORBIDDEN_FIELD');
    const { message } = await things()
      .aggregate({ min: ['price'] })
      .then(
        () => new Error(),
        (error: unknown) => error as Error,
      );
    expect(message).to.equal('You may not read "price" of Thing, nor filter, sort, group or measure by it.');
    expect(await things({ ...ADA, roles: ['scales'] }).aggregate({ max: ['weight'] })).to.deep.equal({ max: { weight: 2 } });
  });

  it('GraphQL: nested measures obey the policies of related objects and of the relation', async () => {
    const source = '{ shelves { nodes { id thingsAggregate { count sum { size } max { label } } } } }';
    const { data } = await graphql({ schema: gm.schema, source, contextValue: { actor: ADA } });
    expect(JSON.parse(JSON.stringify(data))).to.deep.equal({
      shelves: {
        nodes: [
          { id: '1', thingsAggregate: { count: 1, sum: { size: '1' }, max: { label: 'seen' } } },
          { id: '3', thingsAggregate: { count: 1, sum: { size: '2' }, max: { label: null } } },
        ],
      },
    });
    const closed = await store.boot({
      plugins: [
        swapPolicies({ Shelf: { read: everyone(), fields: { things: { read: where({ floor: 2 }) } } }, Thing: { read: everyone() } }),
      ],
    });
    const counts = await graphql({
      schema: closed.schema,
      source: '{ shelves { nodes { thingsAggregate { count min { size } } } } }',
      contextValue: {},
    });
    expect(JSON.stringify(counts.data)).to.equal(
      '{"shelves":{"nodes":[{"thingsAggregate":{"count":0,"min":{"size":null}}},{"thingsAggregate":{"count":1,"min":{"size":4}}},{"thingsAggregate":{"count":0,"min":{"size":null}}}]}}',
    );
  });

  it('lists by measures of related objects tell nothing of what is hidden', async () => {
    const shelves = gm.as(ADA).manager(Shelf);
    const ask = async (): Promise<unknown> => [
      await shelves.filter({ things: { max: { label: { startsWith: 'm' } } } }).count(),
      await shelves.filter({ not: { things: { countDistinct: { label: { gt: 0 } } } } }).values('id'),
      (await shelves.sort('-things.max.label').page({ first: 1 })).items.map(({ id }) => id),
      (
        await gm
          .as(ADA)
          .manager(Thing)
          .sort({ shelf: { things: { count: 'desc' } } }, 'id')
          .page({ total: true })
      ).items.map(({ id }) => id),
    ];
    const answer = await ask();
    for (const label of ['aaa', 'zzz', null]) {
      await store.query('update thing set label = ? where id in (2, 3)', [label]);
      expect(await ask()).to.deep.equal(answer);
    }
    expect(answer).to.deep.equal([0, [3], [3], [1, 2]]);
    for (const refused of [shelves.sort('-things.sum.weight').all(), shelves.filter({ things: { max: { price: { gt: '1' } } } }).count()]) {
      expect(await code(refused)).to.equal('GM_PERM_FORBIDDEN_FIELD');
    }
  });

  it('rules do not measure: objects in memory cannot be', async () => {
    const rule = where({ things: { count: { gt: 1 } } });
    const refused: unknown = await store.boot({ plugins: [swapPolicies({ Shelf: { read: rule } })] }).catch((error: unknown) => error);
    expect((refused as { readonly problems: readonly object[] }).problems).to.have.lengthOf(1);
  });

  it('nobody measures what nobody reads', async () => {
    const vaults = gm.as(ADA).manager('Vault');
    expect(await code(vaults.aggregate({ count: true }))).to.equal('GM_PERM_FORBIDDEN');
    expect(await code(vaults.groupBy('code').aggregate({ count: true }))).to.equal('GM_PERM_FORBIDDEN');
    expect(await code(gm.as({ floors: [] }).manager(Shelf).aggregate({ count: true }))).to.equal('GM_PERM_FORBIDDEN');
  });
});
