import { expect } from 'chai';
import { everyone } from '../../../decorators/index.js';
import { GeneralManager, type Bucket } from '../../../lib/index.js';
import type { ReadPlan } from '../../../lib/plugin.js';
import { many, one, scalar } from '../../integrations/type-graphql/support/fields.js';
import type { MemoryAdapter } from '../../integrations/type-graphql/support/memory-adapter.js';
import { boot, source } from '../support/source.js';

class Album {
  id!: number;
  title!: string;
  tracks!: Collected<Track>;
}

class Track {
  id!: number;
  name!: string;
  price?: string | null;
  lyrics!: string;
  seconds!: number;
  album!: Album;
  play(): void {}
}

/** What a collection looks like to types, and to the interface in memory. */
type Collected<Item> = Item[] & { getItems(): Item[] };

const READ = { permission: { read: everyone() } };

function shop(limits = {}): {
  readonly gm: GeneralManager;
  readonly tracks: Bucket<Track>;
  readonly albums: Bucket<Album>;
  readonly adapter: MemoryAdapter;
} {
  const AlbumClass = class extends Album {};
  const TrackClass = class extends Track {};
  const album = Object.assign(new AlbumClass(), { id: 1, title: 'Time out' });
  const objects = ['Take five', 'Blue rondo', 'Strange meadow lark'].map((name, index) =>
    Object.assign(new TrackClass(), {
      id: index + 1,
      name,
      price: index === 0 ? null : `${index}.50`,
      lyrics: 'La',
      seconds: 100 + index,
      album,
    }),
  );
  album.tracks = objects as unknown as Collected<Track>;
  const fields = [
    scalar('name', 'string'),
    scalar('price', 'decimal', { nullable: true }),
    scalar('lyrics', 'string', { lazy: true }),
    scalar('seconds', 'int'),
  ];
  const albumSource = source('Album', { ...READ, fields: [scalar('title', 'string')], objects: [album] });
  const trackSource = source('Track', { ...READ, fields: [...fields, one('album', albumSource.target)], objects });
  const albums = {
    ...albumSource,
    description: { ...albumSource.description, fields: [...albumSource.description.fields, many('tracks', trackSource.target)] },
  };
  const core = boot([albums, trackSource], { limits });
  expect(core.problems).to.deep.equal([]);
  const gm = new GeneralManager(core.runtime);
  const scope = gm.as(null);
  return {
    gm,
    tracks: scope.manager(trackSource.target as unknown as typeof Track),
    albums: scope.manager(albums.target as unknown as typeof Album),
    adapter: core.adapter,
  };
}

/** Fails to compile unless both types are the same. */
type Same<Left, Right> = [Left, Right] extends [Right, Left] ? true : never;
const same = <Left, Right>(_proof: Same<Left, Right>): void => undefined;

describe('a Bucket', () => {
  it('reads nothing while it is built', () => {
    const { tracks, adapter } = shop();
    const built = tracks.filter({ name: 'x' }).exclude({ id: 1 }).sort('-name').select({ name: true }).using({});
    expect(built[Symbol.asyncIterator]).to.be.a('function');
    built[Symbol.asyncIterator]();
    expect(adapter.plans).to.deep.equal([]);
  });

  it('is never changed: what is built on it is another one', async () => {
    const { tracks } = shop();
    const filtered = tracks.filter({ id: { gt: 1 } });
    const narrower = filtered.exclude({ id: 3 });
    const sorted = filtered.sort('-id');
    const selected = sorted.select({ id: true });
    expect(new Set([tracks, filtered, narrower, sorted, selected]).size).to.equal(5);
    expect(await selected.all()).to.deep.equal([{ id: 3 }, { id: 2 }]);
    expect(await sorted.values('id')).to.deep.equal([3, 2]);
    expect(await narrower.values('id')).to.deep.equal([2]);
    expect(await filtered.values('id')).to.deep.equal([2, 3]);
    expect(await tracks.values('id')).to.deep.equal([1, 2, 3]);
    expect(await tracks.sort('-id').sort('id').values('id')).to.deep.equal([1, 2, 3]);
  });

  it('reads anew each time', async () => {
    const { tracks, adapter } = shop();
    expect(await tracks.all()).to.deep.equal(await tracks.all());
    expect(adapter.plans).to.have.lengthOf(2);
    const [first, again] = [await tracks.first(), await tracks.first()];
    expect(first).to.deep.equal(again);
    expect(first).not.to.equal(again);
  });

  it('is iterated page by page, only as far as it is asked', async () => {
    const { tracks, adapter } = shop({ pageSize: 2 });
    const seen: unknown[] = [];
    for await (const track of tracks.select({ id: true })) {
      seen.push(track);
      if (track.id === 1) expect(adapter.plans).to.have.lengthOf(1);
    }
    expect(seen).to.deep.equal([{ id: 1 }, { id: 2 }, { id: 3 }]);
    expect(adapter.plans.map(({ page }) => page.after)).to.deep.equal([undefined, ['2']]);
    for await (const track of tracks) if (track.id === 1) break;
    expect(adapter.plans).to.have.lengthOf(3);
  });

  it('is iterated by offsets where there is no key', async () => {
    const objects = [1, 2, 3].map((id) => ({ text: `${id}` }));
    const keyless = source('Line', { ...READ, description: { key: [], fields: [scalar('text', 'string')] }, objects });
    const { runtime, adapter } = boot([keyless], { limits: { pageSize: 2 } });
    const lines = new GeneralManager(runtime).as(null).manager('Line');
    expect(await lines.all()).to.deep.equal([{ text: '1' }, { text: '2' }, { text: '3' }]);
    expect(adapter.plans.map(({ page }) => page.offset)).to.deep.equal([0, 2]);
    const page = await lines.page({ first: 1 });
    expect(page).to.deep.equal({ items: [{ text: '1' }], hasNext: true, hasPrevious: false });
    for (const reading of [lines.page({ after: 'x' }), lines.page({ last: 1 }), lines.get(1)]) {
      expect(await reading.catch((error: unknown) => error)).to.have.property('code', 'GM_READ_NO_KEY');
    }
  });

  it('gives single objects: get, find and first', async () => {
    const { tracks } = shop();
    const names = tracks.select({ name: true });
    expect(await names.get(2)).to.deep.equal({ name: 'Blue rondo' });
    expect(await names.get('2')).to.deep.equal(await names.get({ id: 2 }));
    expect(await names.find(9)).to.equal(null);
    expect(await names.get(9).catch((error: unknown) => error)).to.include({ code: 'GM_READ_NOT_FOUND', message: 'No Track was found.' });
    expect(await names.first()).to.deep.equal({ name: 'Take five' });
    expect(await names.sort('-name').first()).to.deep.equal({ name: 'Take five' });
    expect(await names.filter({ id: 9 }).first()).to.equal(null);
    expect(await names.exclude({ id: 2 }).find(2)).to.equal(null);
  });

  it('counts, and tells whether there is any, without reading objects', async () => {
    const { tracks, adapter } = shop({ pageSize: 1 });
    expect([await tracks.count(), await tracks.filter({ id: { gt: 1 } }).count(), await tracks.filter({ id: 9 }).count()]).to.deep.equal([
      3, 2, 0,
    ]);
    expect([await tracks.exists(), await tracks.filter({ id: 9 }).exists()]).to.deep.equal([true, false]);
    expect(adapter.plans.every(({ selection }) => selection.fields.length === 0)).to.equal(true);
    expect(adapter.plans.slice(0, 3).every(({ rows, total }) => !rows && total)).to.equal(true);
    expect(adapter.plans.slice(3).every(({ page }) => page.limit === 1)).to.equal(true);
  });

  it('gives pages with cursors, and the total only where it is asked for', async () => {
    const { tracks } = shop();
    const page = await tracks.select({ id: true }).page({ first: 2, total: true });
    expect(page.items).to.deep.equal([{ id: 1 }, { id: 2 }]);
    expect([page.hasNext, page.hasPrevious, page.total]).to.deep.equal([true, false, 3]);
    expect(page.startCursor).to.be.a('string').and.not.equal(page.endCursor);
    expect(await tracks.page({ total: false })).not.to.have.property('total');
    expect(await tracks.filter({ id: 9 }).page()).to.deep.equal({ items: [], hasNext: false, hasPrevious: false });
  });

  it('reads all own values that are not lazy, or just what is selected', async () => {
    const { tracks, albums } = shop();
    expect(await tracks.first()).to.deep.equal({ id: 1, name: 'Take five', price: null, seconds: 100 });
    expect(await tracks.select({ lyrics: true }).first()).to.deep.equal({ lyrics: 'La' });
    expect(await tracks.select({ name: true, album: true }).get(2)).to.deep.equal({
      name: 'Blue rondo',
      album: { id: 1, title: 'Time out' },
    });
    expect(await tracks.select({ album: { title: true } }).first()).to.deep.equal({ album: { title: 'Time out' } });
    expect(await tracks.select({}).first()).to.deep.equal({});
    expect(await albums.select({ tracks: true }).first()).to.deep.equal({ tracks: await tracks.all() });
    const related = albums.select({ tracks: { select: { id: true }, filter: { id: { gt: 1 } }, sort: '-id', first: 1 } });
    expect(await related.all()).to.deep.equal([{ tracks: [{ id: 3 }] }]);
  });

  it('hands on the context of a read', async () => {
    const { gm, adapter } = shop();
    const contexts: object[] = [];
    const { read } = adapter;
    Object.assign(adapter, {
      read: async (plan: ReadPlan, context: object) => {
        contexts.push(context);
        return read.call(adapter, plan);
      },
    });
    const session = {};
    const { signal } = new AbortController();
    await gm.as(null).manager('Track').using({ session }).using({ signal }).first();
    await gm.as(null).manager('Track').first();
    expect(contexts).to.deep.equal([{ session, signal, timeoutMs: 30_000 }, { timeoutMs: 30_000 }]);
  });

  it('is typed by what is selected', async () => {
    const { tracks, albums } = shop();
    const selected = await tracks.select({ id: true, price: true, album: { title: true } }).get(1);
    same<typeof selected.id, number>(true);
    same<typeof selected.price, string | null>(true);
    same<typeof selected.album, { title: string } | null>(true);
    const listed = await albums.select({ tracks: { select: { name: true } } }).get(1);
    same<typeof listed.tracks, { name: string }[]>(true);
    const whole = await tracks.get(1);
    same<typeof whole.id, number | undefined>(true);
    same<Awaited<ReturnType<typeof tracks.values<'seconds'>>>, readonly number[]>(true);
    const refused = (): readonly unknown[] => [
      // @ts-expect-error: no such field.
      tracks.filter({ nope: 1 }),
      // @ts-expect-error: a method is no field.
      tracks.select({ play: true }),
      // @ts-expect-error: not a text.
      tracks.filter({ name: { contains: 1 } }),
      // @ts-expect-error: no operator of numbers.
      tracks.filter({ seconds: { contains: '1' } }),
      // @ts-expect-error: relations to many need a quantifier.
      albums.filter({ tracks: { name: 'x' } }),
      // @ts-expect-error: nothing to sort by.
      tracks.sort('album'),
      // @ts-expect-error: what was not selected is not there.
      selected.name,
    ];
    expect(refused).to.be.a('function');
  });

  it('is typed by classes that keep their constructor to themselves, too', () => {
    const { gm } = shop();
    class Sealed {
      id!: number;
      protected constructor() {}
    }
    const open = (): Bucket<Sealed> => gm.as(null).manager(Sealed);
    const named = (target: { readonly prototype: Track }): Bucket<Track> => gm.as(null).manager(target);
    same<ReturnType<typeof named>, Bucket<Track>>(true);
    expect(open).to.throw().with.property('code', 'GM_READ_UNKNOWN_MANAGER');
  });

  it('of a name takes whatever there is', async () => {
    const { gm } = shop();
    const tracks = gm
      .as(null)
      .manager('Track')
      .filter({ name: { contains: 'e' }, album: { title: 'Time out' } })
      .sort('-name', 'album.title');
    expect(await tracks.select({ name: true }).all()).to.deep.equal(
      [{ name: 'Take five' }, { name: 'Strange meadow lark' }, { name: 'Blue rondo' }].filter(({ name }) => name.includes('e')),
    );
  });
});
