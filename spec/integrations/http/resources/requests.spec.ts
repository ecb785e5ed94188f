import { expect } from 'chai';
import { everyone, nobody, role, where } from 'general-manager/decorators';
import { linkHeader, offsetLimit, pageNumber } from 'general-manager/http';
import { GeneralManager } from 'general-manager';
import { boot, declare } from './support/boot.js';
import type { Loopback } from './support/api.js';
import { FILTERS, serveThings, SORT, thingFields, type Source } from './support/things.js';

interface Thing {
  id: number;
  label: string | null;
  size: number | null;
  mood: string | null;
  tags: readonly string[];
}

const thing = (id: number, more: Partial<Source> = {}): Source => ({
  id,
  title: `thing ${id}`,
  size: id % 3,
  cost: null,
  seen_at: null,
  mood: 'calm',
  owner: null,
  tags: [],
  ...more,
});

describe('HTTP resources: the requests of a read', () => {
  let things: Source[] = [];
  let api: Loopback;
  let upstream: { readonly baseUrl: string };

  before(async () => {
    api = await serveThings(() => things);
    upstream = { baseUrl: api.url };
  });
  after(async () => api.close());
  beforeEach(() => {
    things = Array.from({ length: 20 }, (_each, index) => thing(index + 1));
    api.seen();
  });

  const asked = (): readonly string[] => api.seen().map(({ path, query }) => (query.size > 0 ? `${path}?${query}` : path));
  const detail = { path: '/things/{id}' };
  const linked = { path: '/linked', filters: FILTERS, sort: SORT, pagination: linkHeader({ size: 'per_page', maxSize: 100 }) };
  const offset = { path: '/offset', filters: FILTERS, sort: SORT, pagination: offsetLimit({ total: 'total', items: 'items' }) };
  const open = { read: everyone() };
  const listOf = (list: object, permission: object = open, more: object = {}) => {
    const Thing = declare<Thing>(
      'Thing',
      { upstream, fields: thingFields, operations: { list: list as typeof linked, detail }, ...more },
      permission,
    );
    const { runtime, problems } = boot(Thing);
    expect(problems).to.deep.equal([]);
    return new GeneralManager(runtime).as(null).manager(Thing);
  };

  it('is one for a page, with the filter, the order and the size', async () => {
    const page = await listOf(offset)
      .filter({ size: { gt: 0 }, mood: 'calm' })
      .sort('-size')
      .page({ first: 4 });
    expect(page.items).to.have.lengthOf(4);
    expect(asked()).to.deep.equal(['/offset?size.gt=0&mood.eq=calm&sort=-size&offset=0&limit=5']);
  });

  it('is one for a page with its total, where the upstream tells it', async () => {
    const page = await listOf(offset).filter({ size: 1 }).page({ first: 2, total: true });
    expect(page.total).to.equal(7);
    expect(asked()).to.deep.equal(['/offset?size.eq=1&offset=0&limit=3']);
  });

  it('is one for a total alone', async () => {
    expect(await listOf(offset).filter({ size: 1 }).count()).to.equal(7);
    expect(asked()).to.have.lengthOf(1);
  });

  it('is one for each page that is walked, however lists are divided', async () => {
    for (const list of [offset, linked, { ...linked, path: '/numbered', pagination: pageNumber({ totalHeader: 'X-Total' }) }]) {
      const found: number[] = [];
      let after: string | undefined;
      do {
        const page = await listOf(list).page({ first: 5, after });
        found.push(...page.items.flatMap(({ id }) => id ?? []));
        after = page.hasNext ? page.endCursor : undefined;
      } while (after !== undefined);
      expect(found).to.deep.equal(things.map(({ id }) => id));
      expect(asked()).to.have.lengthOf(4);
    }
  });

  it('goes on behind the object where it ended, also where the list has changed', async () => {
    const bucket = listOf(offset);
    const first = await bucket.page({ first: 5 });
    things = [thing(100), thing(101), ...things.slice(0, 3), ...things.slice(4)];
    const second = await bucket.page({ first: 5, after: first.endCursor });
    expect(second.items.map(({ id }) => id)).to.deep.equal([6, 7, 8, 9, 10]);
    // The object itself is gone.
    things = things.filter(({ id }) => id !== 10);
    const third = await bucket.page({ first: 2, after: second.endCursor });
    expect(third.items).to.have.lengthOf(2);
  });

  it('is one for one object, and none for a key that no path can have', async () => {
    expect(await listOf(offset).get(3)).to.have.property('id', 3);
    expect(asked()).to.deep.equal(['/things/3']);
    expect(
      await listOf(offset)
        .get(99)
        .catch(({ code }: { code: string }) => code),
    ).to.equal('GM_READ_NOT_FOUND');
  });

  it('is one for many keys, where the upstream takes them together, else one for each', async () => {
    const ids = { id: { in: [1, 5, 99] } };
    expect(await listOf(offset).filter(ids).all()).to.have.lengthOf(2);
    expect(asked()).to.deep.equal(['/offset?id.in=1&id.in=5&id.in=99&offset=0&limit=100']);
    expect(
      await listOf({ ...offset, filters: {} })
        .filter(ids)
        .all(),
    ).to.have.lengthOf(2);
    expect(asked().toSorted()).to.deep.equal(['/things/1', '/things/5', '/things/99']);
  });

  it('is none for who may read nothing, and for what nothing can match', async () => {
    const denied = await listOf(offset, { read: nobody() })
      .all()
      .catch(({ code }: { code: string }) => code);
    expect(denied).to.equal('GM_PERM_FORBIDDEN');
    expect(
      await listOf(offset, { read: role('admin') })
        .all()
        .catch(({ code }: { code: string }) => code),
    ).to.equal('GM_PERM_FORBIDDEN');
    expect(
      await listOf(offset)
        .filter({ id: { in: [] } })
        .all(),
    ).to.deep.equal([]);
    expect(asked()).to.deep.equal([]);
  });

  it('sends the policy with the filter, and drops what the upstream gives all the same', async () => {
    const policy = { read: where<Thing>({ mood: 'calm' }) };
    things[0] = thing(1, { mood: 'wild' });
    expect(await listOf(offset, policy).filter({ size: 1 }).page({ first: 3 }))
      .to.have.property('items')
      .with.lengthOf(3);
    expect(asked()).to.deep.equal(['/offset?size.eq=1&mood.eq=calm&offset=0&limit=4']);
    // This upstream passes over parameters that it does not know.
    const ignored = { ...offset, filters: { mood: 'unknown_parameter' } };
    const page = await listOf(ignored, policy).page({ first: 50, total: true });
    expect(page.items.map(({ id }) => id)).to.not.include(1);
    expect(page.total).to.equal(19);
  });

  it('takes no list of texts where one of them has the comma that stands between them', async () => {
    const list = { ...offset, filters: { 'label.in': { param: 'label.in', list: 'comma' } } };
    things[0] = thing(1, { title: 'a,b' });
    expect(
      await listOf(list)
        .filter({ label: { in: ['a,b', 'c'] } })
        .all(),
    ).to.have.lengthOf(1);
    expect(asked()[0]).to.not.include('label.in');
  });

  it('asks for more values than one request takes in parts, each object once', async () => {
    const list = {
      ...offset,
      filters: {
        'id.in': { param: 'id.in', list: 'repeat', maxValues: 4 },
        'label.in': { param: 'label.in', list: 'repeat', maxValues: 2 },
      },
    };
    const ids = [1, 2, 3, 4, 5, 6, 7, 8, 9, 99];
    expect(
      await listOf(list)
        .filter({ id: { in: ids } })
        .count(),
    ).to.equal(9);
    expect(asked()).to.have.lengthOf(3);
    const page = await listOf(list)
      .filter({ label: { in: ['thing 3', 'thing 1', 'thing 3', 'thing 2'] }, size: { gt: 0 } })
      .sort('-id')
      .page({ first: 5, total: true });
    expect(page.items.map(({ id }) => id)).to.deep.equal([2, 1]);
    expect(page.total).to.equal(2);
    expect(asked().every((each) => each.includes('label.in'))).to.equal(true);
  });

  it('never has the upstream decide about what may be hidden, nor about a policy', async () => {
    const list = { ...offset, filters: { label: { param: 'label.eq', decides: 'upstream' } } };
    const guarded = listOf(list, { read: everyone(), fields: { label: { read: where<Thing>({ size: 0 }) } } });
    expect(
      await guarded
        .filter({ label: 'thing 1' })
        .all()
        .catch(({ code }: { code: string }) => code),
    ).to.equal('GM_RESOURCE_NOT_EXPRESSIBLE');
    expect(await listOf(list, { read: where<Thing>({ label: 'thing 1' }) }).count()).to.equal(1);
    expect(asked().every((each) => !each.includes('label.eq'))).to.equal(true);
  });

  it('sends no rule about a value that is hidden, nor an order by it', async () => {
    const guarded = listOf(offset, { read: everyone(), fields: { size: { read: where<Thing>({ mood: 'wild' }) } } });
    things[0] = thing(1, { mood: 'wild', size: 1 });
    expect(await guarded.filter({ size: { isNull: true } }).count()).to.equal(19);
    expect(await guarded.filter({ size: 1 }).count()).to.equal(1);
    expect((await guarded.sort('size').page({ first: 1 })).items[0]).to.include({ id: 1, size: 1 });
    expect(asked().every((each) => !each.includes('isNull') && !each.includes('sort'))).to.equal(true);
  });

  it('asks for the fields that are wanted, and for those that decide', async () => {
    const list = { ...offset, projection: { param: 'fields' } };
    const rows = await listOf(list, { read: where<Thing>({ size: { lt: 3 } }) })
      .select({ label: true })
      .page({ first: 1 });
    expect(rows.items[0]).to.have.property('label', 'thing 1');
    expect(asked()).to.deep.equal(['/offset?size.lt=3&fields=id%2Ctitle%2Csize&offset=0&limit=2']);
  });

  it('chooses the list that can say more', async () => {
    const lists = { search: { path: '/whole', filters: { 'label.contains': { param: 'q', decides: 'upstream' } } } };
    const Thing = declare<Thing>(
      'Thing',
      { upstream, fields: thingFields, operations: { list: offset, lists: lists as never, detail } },
      open,
    );
    const bucket = new GeneralManager(boot(Thing).runtime).as(null).manager(Thing);
    await bucket.filter({ label: { contains: 'nothing has this' } }).all();
    expect(asked()).to.deep.equal(['/whole?q=nothing+has+this']);
    await bucket.page({ first: 1 });
    expect(asked()).to.deep.equal(['/offset?offset=0&limit=2']);
    const either = await bucket
      .filter({ or: [{ label: { contains: 'x' } }, { size: 1 }] })
      .all()
      .catch(({ code }: { code: string }) => code);
    expect(either).to.equal('GM_RESOURCE_NOT_EXPRESSIBLE');
  });

  it('fills the placeholders of a path by filters, and says which are missing', async () => {
    const list = { path: '/{mood}', filters: {}, pagination: undefined };
    const bucket = listOf({ path: list.path });
    expect(await bucket.all().catch(({ code }: { code: string }) => code)).to.equal('GM_RESOURCE_PARAMETER_MISSING');
    await bucket.filter({ mood: 'odd one' }).all();
    expect(asked()).to.deep.equal(['/odd%20one']);
  });
});

describe('HTTP resources: what is done here', () => {
  let things: Source[] = [];
  let api: Loopback;
  before(async () => {
    api = await serveThings(() => things);
    things = Array.from({ length: 30 }, (_each, index) => thing(index + 1));
  });
  after(async () => api.close());

  const bucketOf = (local: false | { readonly objects?: number; readonly pages?: number }, filters: object = {}) => {
    const list = {
      path: '/offset',
      filters: filters as typeof FILTERS,
      pagination: offsetLimit({ total: 'total', items: 'items', maxSize: 10 }),
    };
    const Thing = declare<Thing>(
      'Thing',
      { upstream: { baseUrl: api.url }, fields: thingFields, operations: { list }, local },
      { read: everyone() },
    );
    const { runtime } = boot(Thing);
    return { bucket: new GeneralManager(runtime).as(null).manager(Thing), runtime };
  };
  const codeOf = async (read: Promise<unknown>): Promise<unknown> =>
    read.then(
      () => undefined,
      ({ code }: { code: string }) => code,
    );

  it('is a filter, over as many pages as it takes', async () => {
    const { bucket } = bucketOf({});
    expect((await bucket.filter({ label: 'thing 29' }).page({ first: 5 })).items).to.have.lengthOf(1);
  });

  it('is refused with more objects or pages than are allowed, and not before', async () => {
    expect(await codeOf(bucketOf({ objects: 30 }).bucket.sort('label').all())).to.equal(undefined);
    expect(await codeOf(bucketOf({ objects: 29 }).bucket.sort('label').all())).to.equal('GM_RESOURCE_TOO_MANY_OBJECTS');
    expect(await codeOf(bucketOf({ pages: 2 }).bucket.sort('label').all())).to.equal('GM_RESOURCE_TOO_MANY_OBJECTS');
    expect(await codeOf(bucketOf({ objects: 5 }).bucket.page({ first: 5 }))).to.equal(undefined);
  });

  it('is not offered at all where that is declared', async () => {
    const { bucket, runtime } = bucketOf(false, { size: { param: 'size.eq', exclude: 'not.size.eq' }, 'mood.in': 'mood.in' });
    const field = (name: string): unknown => runtime.model.managers.get('Thing')?.fields.get(name);
    expect(field('size')).to.deep.include({ operators: ['eq', 'ne'], sortable: false });
    expect(field('mood')).to.deep.include({ operators: ['in'], sortable: false });
    expect(field('label')).to.deep.include({ operators: [], sortable: false });
    expect((await bucket.filter({ size: 1 }).page({ first: 3 })).items).to.have.lengthOf(3);
    expect(await codeOf(bucket.filter({ or: [{ size: 1 }, { mood: { in: ['calm'] } }] }).all())).to.equal('GM_RESOURCE_NOT_EXPRESSIBLE');
    expect(await codeOf(bucket.page({ last: 3 }))).to.equal('GM_RESOURCE_NOT_EXPRESSIBLE');
  });
});
