import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { parse } from 'graphql';
import { bootstrap, type Application, type CacheExplanation, type CacheStore } from '../../../integrations/index.js';
import { calculation } from '../../../integrations/calculation/index.js';
import { Computed, everyone, Interface, Manager, Permission } from '../../../decorators/index.js';
import { keepAll } from '../../cache/support/keep-all.js';
import { Depot, Item, openYard, Tag, type Yard } from '../../changes/support/depot.js';
import { run, type Outcome } from './running.js';
import { DEPOTS, ITEMS, OWNER } from './support/kept.js';

const KEPT = fileURLToPath(import.meta.resolve('./support/kept.ts'));

@Manager()
@Interface(calculation({ inputs: { depot: Depot } }))
@Permission({ read: everyone() })
class Extent {
  depot!: Depot;

  @Computed({ type: 'int', needs: { depot: { rank: true } } })
  get doubled(): number {
    return (this.depot.rank ?? 0) * 2;
  }
}

describe('general-manager cache explain', () => {
  let yard: Yard;
  let gm: Application;
  const texts = new Map<string, string>();
  const store: CacheStore = {
    get: async (keys) => keys.map((key) => texts.get(key)),
    set: async (key, text) => void texts.set(key, text),
    delete: async (keys) => keys.forEach((key) => texts.delete(key)),
    clear: async () => texts.clear(),
  };

  const boot = async (secret: string, scope: Parameters<typeof keepAll>[0]): Promise<Application> =>
    bootstrap({
      orm: yard.orm,
      managers: [Extent],
      drift: 'off',
      recordChanges: true,
      secret,
      cache: { store },
      plugins: [keepAll(scope)],
    });

  before(async () => {
    yard = await openYard('explain_cache');
    await yard.query(`insert into depot (id, name, rank) select n, 'depot ' || n, n from generate_series(1, 3) n`);
    await yard.query(
      `insert into item (id, label, count, owner, depot_id) select n, 'item ' || n, n, 4711, 1 + n % 3 from generate_series(1, 8) n`,
    );
    gm = await boot('spec', 'dependency');
  });
  after(async () => {
    await gm.close();
    await yard.close();
  });
  beforeEach(async () => gm.clearCache());

  const explained = async (document: string, options: object = {}, application = gm): Promise<CacheExplanation> => {
    const { fields } = await application.plan(document, { actor: OWNER, cache: true, ...options });
    const found = fields[0]?.read?.cache;
    if (!found) throw new TypeError(`nothing was explained: ${JSON.stringify(fields[0]?.read?.problem ?? fields[0]?.reason)}`);
    return found;
  };

  const ask = async (document: string, variables = {}, actor: object | null = OWNER): Promise<unknown> =>
    gm.direct.operation(parse(document))?.run(variables, { actor });

  it('tells tables, objects, policies and fields that a read depends on, and what its key is made of, without values', async () => {
    const document =
      'query ($n: Int) { items(filter: { count: { gt: $n }, depot: { name: { contains: "x" } } }) { nodes { label tags { nodes { name } } } } }';
    const found = await explained(document, { variables: { n: 31337 } });
    expect(JSON.stringify(found)).not.to.match(/4711|31337/);
    expect(found.scope).to.equal('dependency');
    expect(found.untold).to.equal(undefined);
    expect(found.key).to.include.members(['the value of actor.id', 'the value of $n', 'the value "%x%"']);
    const [items, ...others] = found.dependencies;
    expect(items).to.deep.include({ manager: 'Item', tables: ['item', 'item_tags'] });
    expect(items?.objects).to.include('count gt $n').and.to.include('owner eq actor.id');
    expect(items?.fields).to.include.members(['id', 'label', 'count', 'owner', 'depot', 'tags']);
    expect(others.map(({ manager, objects }) => `${manager} ${objects}`)).to.have.members([
      'Depot rank gt 1',
      'Depot name contains "x"',
      'Tag true',
    ]);
  });

  it('finds the answer of the direct route, and tells why it is old', async () => {
    expect((await explained(ITEMS)).entry).to.deep.equal({ state: 'absent' });
    await ask(ITEMS);
    expect((await explained(ITEMS)).entry).to.deep.equal({ state: 'valid' });
    expect((await explained(ITEMS, { actor: { id: 4712 } })).entry).to.deep.equal({ state: 'absent' });
    await gm
      .as({ roles: ['manager'] })
      .manager(Item)
      .update(2, { label: 'not among them' });
    expect((await explained(ITEMS)).entry).to.deep.equal({ state: 'valid' });
    await gm
      .as({ roles: ['manager'] })
      .manager(Item)
      .update(6, { label: 'among them' });
    const { state, since } = (await explained(ITEMS)).entry;
    expect([state, since?.length]).to.deep.equal(['changed', 1]);
    expect(since?.[0]).to.match(/^Item where .*count gt "…"/);
    expect(since?.[0]).not.to.include('4711');
    await gm.as(null).manager(Tag).create({ name: 'new' });
    expect((await explained(ITEMS)).entry.since).to.have.length(2);
    // Looking takes nothing out.
    expect((await explained(ITEMS)).entry.state).to.equal('changed');
  });

  it('finds what resolvers have read, and what calculations gave', async () => {
    const rows = await boot('spec', 'dependency');
    const sizes = '{ extents { nodes { doubled } } }';
    const { graphql } = await import('graphql');
    const read = async (source: string): Promise<unknown> => graphql({ schema: rows.schema, source, contextValue: { actor: OWNER } });
    expect((await explained(sizes, {}, rows)).entry).to.deep.equal({ state: 'absent' });
    await read(sizes);
    expect((await explained(sizes, {}, rows)).entry).to.deep.equal({ state: 'valid' });
    await gm.as(null).manager(Depot).update(1, { rank: 9 });
    expect((await explained(sizes, {}, rows)).entry.state).to.equal('changed');
    await rows.close();
  });

  it('tells of entries that are over, and of those that nobody understands', async () => {
    const timed = await boot('spec', { timeoutMs: 30 });
    await timed.direct.operation(parse(DEPOTS))?.run({}, { actor: OWNER });
    expect(await explained(DEPOTS, {}, timed)).to.deep.include({ scope: 'timeout', timeoutMs: 30 });
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect((await explained(DEPOTS, {}, timed)).entry).to.deep.equal({ state: 'expired' });
    await ask(DEPOTS);
    await gm.runtime.cache.close();
    const other = await boot('another', 'dependency');
    expect((await explained(DEPOTS, {}, other)).entry).to.deep.equal({ state: 'unreadable' });
    const none = await boot('spec', 'none');
    expect(await explained(DEPOTS, {}, none)).to.deep.include({ scope: 'none', entry: { state: 'unkept' } });
    for (const each of [timed, other, none]) await each.close();
  });

  it('tells what is shared by nobody', async () => {
    expect((await explained('{ items { edges { cursor } } }')).key).to.include('all of the actor, whose cursors are in the answer');
    expect((await explained('{ extents { nodes { doubled } } }')).key).to.include('all of the actor, since the source may look at it');
  });

  it('is a command', async () => {
    const command = async (...args: readonly string[]): Promise<Outcome> =>
      run(['cache', 'explain', KEPT, ...args], '.', { SPEC_DATABASE_URL: yard.url });
    // One after the other: each writes what another one would read.
    const text = await command(ITEMS, '--actor', JSON.stringify(OWNER));
    const json = await command(DEPOTS, '--actor', JSON.stringify(OWNER), '--json');
    const wrong = await command(ITEMS, '--sql');
    expect([text.code, text.stderr]).to.deep.equal([0, '']);
    expect(text.stdout).to.match(/^items\n {2}kept: dependency\n {2}key\n/);
    expect(text.stdout).to.include('  depends on\n    Item (item, item_tags)\n      where count gt 3 and ');
    expect(text.stdout).to.match(/entry: is there, and old: since it was read, something was written that touches\n {4}Item where /);
    expect(text.stdout).not.to.include('4711');
    expect(JSON.parse(json.stdout)).to.have.nested.property('[0].cache.entry.state', 'valid');
    expect(wrong.code).to.equal(2);
  });
});
