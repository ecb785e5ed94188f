import { expect } from 'chai';
import { isGeneralManagerError, type Application, type Bucket, type BucketPage } from 'general-manager';
import type { PageRequest } from 'general-manager/plugin';
import { openStore, Shelf, Slot, Thing, type Store } from './support/shelf.js';

const SECRET = 'the same on every replica';
const PLANTED = 'planted-value';

/** A Bucket of whatever. */
interface Paged {
  page(request: PageRequest): Promise<BucketPage<unknown>>;
}

describe('cursors', () => {
  let store: Store;
  let gm: Application;

  before(async () => {
    store = await openStore('cursors');
    gm = await store.boot({ secret: SECRET });
    await store.fill(
      'shelf',
      [1, 2, 3].map((id) => ({ id, name: `${PLANTED} ${id}`, floor: id })),
    );
    await store.fill(
      'thing',
      [1, 2, 3].map((id) => ({ id, label: `${PLANTED} ${id}`, shelf_id: id })),
    );
  });
  after(async () => store.close());

  const things = (actor: object | null = null, app = gm): Bucket<Thing> => app.as(actor).manager(Thing).sort('-label', 'shelf.name');
  const cursorOf = async (bucket: Paged): Promise<string> => (await bucket.page({ first: 1 })).endCursor ?? '';

  async function refused(bucket: Paged, cursor: string): Promise<void> {
    for (const page of [
      { first: 1, after: cursor },
      { last: 1, before: cursor },
    ]) {
      const error: unknown = await bucket.page(page).catch((caught: unknown) => caught);
      expect(isGeneralManagerError(error, 'GM_READ_INVALID_CURSOR'), `${cursor}: ${String(error)}`).to.equal(true);
    }
  }

  it('open where they were made, on every replica that has the secret', async () => {
    const cursor = await cursorOf(things());
    const replica = await store.boot({ secret: Buffer.from(SECRET) });
    const named = gm.as(null).manager('Thing').sort('-label', 'shelf.name');
    for (const bucket of [things(), things(null, replica), named]) {
      const { items } = await bucket.page({ first: 1, after: cursor });
      expect(items.map(({ id }) => id)).to.deep.equal([2]);
    }
    expect(await cursorOf(things(null, replica))).to.equal(cursor);
  });

  it('are bound to the list', async () => {
    await refused(gm.as(null).manager(Shelf), await cursorOf(gm.as(null).manager(Thing)));
    await refused(gm.as({}).manager(Slot), await cursorOf(gm.as({}).manager(Thing)));
  });

  it('are bound to sort and filter', async () => {
    const manager = (): Bucket<Thing> => gm.as(null).manager(Thing);
    const lists = [
      manager(),
      manager().sort('label'),
      manager().sort('-label'),
      manager().sort({ label: 'desc nulls last' }),
      manager().sort('label', 'size'),
      manager().sort('size', 'label'),
      manager().filter({ id: { gt: 0 } }),
      manager().filter({ id: { gt: -1 } }),
      manager().filter({ id: { gte: 0 } }),
      manager().filter({ id: { gt: 0 }, label: { ne: 'x' } }),
      manager().exclude({ id: { gt: 100 } }),
    ];
    for (const from of lists) for (const to of lists) if (from !== to) await refused(to, await cursorOf(from));
  });

  it('are bound to the actor: its id, else all that it is; and to the system', async () => {
    const actors = [null, {}, { id: 1 }, { id: '1' }, { id: 2 }, { name: 'Ada' }, { name: 'Bob' }];
    const buckets = [...actors.map((actor) => things(actor)), gm.system('spec').manager(Thing).sort('-label', 'shelf.name')];
    for (const from of buckets) for (const to of buckets) if (from !== to) await refused(to, await cursorOf(from));
    const { items } = await things({ id: 1, name: 'Bob' }).page({ first: 1, after: await cursorOf(things({ id: 1, name: 'Ada' })) });
    expect(items.map(({ id }) => id)).to.deep.equal([2]);
  });

  it('end with the secret, and with the process where none was given', async () => {
    const cursor = await cursorOf(things());
    const foreign = [await store.boot({ secret: 'another' }), await store.boot({ secret: new Uint8Array(32) })];
    for (const app of foreign) await refused(things(null, app), cursor);
    await refused(things(null, await store.boot()), await cursorOf(things(null, await store.boot())));
  });

  it('are refused when a single character is another, missing, or too many', async () => {
    const cursor = await cursorOf(things());
    const tampered = cursor
      .split('')
      .flatMap((character, index) => [
        `${cursor.slice(0, index)}${character === 'A' ? 'B' : 'A'}${cursor.slice(index + 1)}`,
        `${cursor.slice(0, index)}${cursor.slice(index + 1)}`,
        `${cursor.slice(0, index)}A${cursor.slice(index)}`,
      ]);
    for (const each of new Set(tampered)) if (each !== cursor) await refused(things(), each);
  });

  it('are refused when they are no cursors', async () => {
    const cursor = await cursorOf(things());
    const json = Buffer.from(JSON.stringify(['x', '1'])).toString('base64url');
    const malformed = [
      '',
      ' ',
      '0',
      '=',
      'ä',
      '\u0000',
      '😀',
      'null',
      '[]',
      json,
      `${cursor}=`,
      `${cursor} `,
      ` ${cursor}`,
      `${cursor}\n`,
      cursor + cursor,
      "' or 1=1 --",
    ];
    for (const each of [...malformed, 'A'.repeat(22), 'A'.repeat(100_000)]) await refused(things(), each);
    for (const each of [null, 1, true, {}, [cursor]]) await refused(things(), each as unknown as string);
  });

  it('tell nothing of the values they hold', async () => {
    const page = await things().page({ first: 3 });
    const { startCursor = '', endCursor = '' } = page;
    for (const cursor of [startCursor, endCursor]) {
      for (const encoding of ['utf8', 'latin1', 'utf16le'] as const) {
        for (const start of [0, 1])
          expect(Buffer.from(cursor, 'base64url').subarray(start).toString(encoding)).not.to.match(/planted|value|null|\[/);
      }
      expect(cursor).to.match(/^[\w-]+$/);
    }
    // Nor is what two of them have in common to be seen.
    const [start, end] = [startCursor, endCursor].map((cursor) => Buffer.from(cursor, 'base64url'));
    const same = [...(start ?? [])].filter((byte, index) => byte === end?.[index]);
    expect(same.length).to.be.lessThan((start ?? []).length / 3);
  });
});
