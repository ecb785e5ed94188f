import { expect } from 'chai';
import * as fc from 'fast-check';
import type { PageRequest, PageResult, ReadRequest, Runtime } from 'general-manager/plugin';
import { rows } from './support/arbitraries.js';
import { BUYER, openDatabases, openRuntime, READERS, type Databases, type QuoteRow, type Reader, type Rows } from './support/catalogue.js';
import { World } from './support/world.js';

const SEED = 20261126;

/** Which page of the quotes of each part. */
interface Asked {
  readonly direction: 'asc' | 'desc';
  readonly page: PageRequest;
  /** Of which quote of all the cursor is. */
  readonly at: number | undefined;
  readonly above: number | undefined;
}

const size = fc.integer({ min: 0, max: 3 });
const at = fc.integer({ min: 0, max: 20 });
const asked: fc.Arbitrary<Asked> = fc.record({
  direction: fc.constantFrom('asc' as const, 'desc' as const),
  page: fc.oneof(fc.record({ first: size, offset: size }), fc.record({ first: size }), fc.record({ last: size })),
  at: fc.option(at, { nil: undefined }),
  above: fc.option(size, { nil: undefined }),
});

describe('pages of relations by fields', function () {
  this.timeout(60_000);
  let databases: Databases;
  let whole: Runtime;
  let cut: Runtime;
  before(async () => {
    databases = await openDatabases();
    whole = openRuntime(databases);
    cut = openRuntime(databases, { partitions: false });
  });
  after(async () => databases.close());

  it('are exact, whether the source finds them or they are cut out of a list', async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom(...Object.values(READERS)), asked, async (known, reader, ask) => {
        await databases.put(known);
        const request = await requestOf(whole, reader, ask);
        const pages = await pagesOf(whole, reader, request);
        expect(pages).to.deep.equal(await pagesOf(cut, reader, request));
        expect(pages.map(({ ids, ...page }) => ({ ids, hasNext: page.hasNext, total: page.total }))).to.deep.equal(
          expected(known, reader, ask, request.page ?? {}),
        );
      }),
      { seed: SEED, numRuns: 50 },
    );
  });

  it('take one statement for the objects, and one more for totals where the database needs it', async () => {
    await databases.put(MANY);
    const request = { select: { fields: ['id'], relations: [] }, page: { first: 2 }, positions: true };
    databases.statements();
    await pagesOf(whole, BUYER, request);
    expect(databases.statements()).to.have.length(2);
    await pagesOf(whole, BUYER, { ...request, total: true });
    expect(databases.statements()).to.have.length(3);
    await pagesOf(cut, BUYER, { ...request, total: true });
    expect(databases.statements()).to.have.length(2);
  });

  it('are refused where too much would have to be looked at to cut them', async () => {
    await databases.put(MANY);
    const request = { select: { fields: ['id'], relations: [] }, page: { first: 1 } };
    const few = openRuntime(databases, { partitions: false, limits: { maxRelatedRows: 10 } });
    expect(await codeOf(pagesOf(few, BUYER, request))).to.equal('GM_LIMIT_RELATED_ROWS');
    expect(await codeOf(pagesOf(openRuntime(databases, { limits: { maxRelatedRows: 10 } }), BUYER, request))).to.equal(undefined);
    // What is hidden does not count: there are 12 quotes, of which 4 are secret.
    const enough = openRuntime(databases, { partitions: false, limits: { maxRelatedRows: 8 } });
    await databases.put({ ...MANY, quotes: MANY.quotes.map((quote) => ({ ...quote, secret: quote.id % 3 === 0 })) });
    expect(await codeOf(pagesOf(enough, BUYER, request))).to.equal(undefined);
  });

  it('name at most as many keys at once as they may', async () => {
    await databases.put(MANY);
    const request = { select: { fields: ['id'], relations: [] }, page: { first: 9 } };
    for (const partitions of [true, false]) {
      const runtime = openRuntime(databases, { partitions, limits: { maxKeys: 2 } });
      databases.statements();
      const pages = await pagesOf(runtime, BUYER, request);
      // Four different parts, two at a time.
      expect(databases.statements()).to.have.length(3);
      expect(pages.map(({ ids }) => ids.length)).to.deep.equal([3, 3, 3, 3]);
    }
  });

  it('count against the rows of the read before anything is read', async () => {
    const runtime = openRuntime(databases, { limits: { maxRows: 100 } });
    databases.statements();
    const request = { select: { fields: ['id'], relations: [] }, page: { first: 50 } };
    expect(await codeOf(pagesOf(runtime, BUYER, request))).to.equal('GM_LIMIT_ROWS');
    expect(databases.statements()).to.deep.equal([]);
  });
});

const MANY: Rows = {
  shelves: [],
  parts: ['a', 'b', 'c', 'd'].map((number, index) => ({ id: index + 1, number, hidden: false })),
  suppliers: [],
  bins: [],
  quotes: Array.from({ length: 12 }, (_each, index) => {
    return { id: index + 1, partNumber: 'abcd'[index % 4] ?? '', price: index, secret: false, open: true };
  }),
};

interface Simple {
  readonly ids: readonly unknown[];
  readonly cursors: readonly string[];
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
  readonly total: number | undefined;
}

/** The pages of the quotes of every part, in the order of the parts. */
async function pagesOf(runtime: Runtime, reader: Reader, request: ReadRequest): Promise<readonly Simple[]> {
  const part = runtime.model.managers.get('Part');
  if (!part) throw new TypeError('no parts');
  const caller = { actor: reader };
  const relation = { alias: 'pages', field: 'quotes', request };
  const { rows: parts } = await runtime.read(part, { select: { fields: [], relations: [relation] } }, caller);
  return parts.map((row) => {
    const page = row['pages'] as PageResult;
    expect(Object.keys(page.rows[0] ?? { id: 0 })).to.deep.equal(['id']);
    return {
      ids: page.rows.map(({ id }) => id),
      cursors: page.positions.map((_position, index) => runtime.cursor(page, index, caller)),
      hasNext: page.hasNext,
      hasPrevious: page.hasPrevious,
      total: page.total,
    };
  });
}

/** With cursors of quotes of any part: a cursor says where in the order. */
async function requestOf(runtime: Runtime, reader: Reader, { direction, page, at: after, above }: Asked): Promise<ReadRequest> {
  const request = { select: { fields: ['id'], relations: [] }, sort: { price: direction }, positions: true, total: true };
  if ('offset' in page) return { ...request, page };
  const all = await pagesOf(runtime, reader, { ...request, page: { first: 50 } });
  const cursors = all.flatMap((each) => each.cursors);
  const cursor = (index: number | undefined): string | undefined => (index === undefined ? undefined : cursors[index % cursors.length]);
  const bounds = { after: cursor(after), before: cursor(above) };
  return { ...request, page: { ...page, ...(bounds.after && { after: bounds.after }), ...(bounds.before && { before: bounds.before }) } };
}

function expected(known: Rows, reader: Reader, { direction, at: after, above }: Asked, page: PageRequest): unknown {
  const world = new World(known, reader);
  const sign = direction === 'asc' ? 1 : -1;
  const price = ({ price: value }: QuoteRow): number => sign * (value ?? 9);
  const sorted = (list: readonly QuoteRow[]): readonly QuoteRow[] =>
    list.toSorted((one, other) => price(one) - price(other) || one.id - other.id);
  const places = world.parts.flatMap((part) => sorted(world.quotesOf(part)).map(({ id }) => id));
  const order = sorted(known.quotes).map(({ id }) => id);
  const placeOf = (cursor: string | undefined, index: number | undefined): number | undefined =>
    cursor === undefined || index === undefined ? undefined : order.indexOf(places[index % places.length] ?? 0);
  const [low, high] = [placeOf(page.after, after), placeOf(page.before, above)];
  return world.parts.map((part) => {
    const all = sorted(world.quotesOf(part)).map(({ id }) => id);
    const within = all.filter((id) => (low === undefined || order.indexOf(id) > low) && (high === undefined || order.indexOf(id) < high));
    const { first = 0, last, offset = 0 } = page;
    if (last !== undefined) return { ids: within.slice(Math.max(0, within.length - last)), hasNext: high !== undefined, total: all.length };
    return { ids: within.slice(offset, offset + first), hasNext: within.length > offset + first, total: all.length };
  });
}

async function codeOf(read: Promise<unknown>): Promise<unknown> {
  return read.then(
    () => undefined,
    (error: unknown) => (error as { readonly code?: unknown }).code,
  );
}
