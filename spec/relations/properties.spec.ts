import { expect } from 'chai';
import * as fc from 'fast-check';
import { filters, rows } from './support/arbitraries.js';
import { openCatalogue, Part, READERS, Supplier, type Catalogue, type PartRow, type Reader, type Rows } from './support/catalogue.js';
import { World, type FilterTree } from './support/world.js';

const SEED = 20261126;
const readers = fc.constantFrom(...Object.values(READERS));

/** Everything that is linked to parts, two levels deep. */
const SELECTION = {
  number: true,
  supplier: { code: true, parts: { select: { number: true } } },
  bin: { colour: true, parts: { select: { number: true } } },
  quotes: { select: { id: true, part: { number: true }, supplier: { code: true } } },
  twins: { select: { number: true } },
} as const;

describe('relations by fields, held against loops in memory', function () {
  this.timeout(120_000);
  let store: Catalogue;
  before(async () => {
    store = await openCatalogue();
  });
  after(async () => store.close());

  it('lead where the values are the same, to what the reader may see', async () => {
    await fc.assert(
      fc.asyncProperty(rows, readers, async (known, reader) => {
        await store.put(known);
        const found = await store.gm.as(reader).manager(Part).select(SELECTION).sort('id').all();
        expect(found).to.deep.equal(expected(known, reader));
      }),
      { seed: SEED, numRuns: 50 },
    );
  });

  it('filter by what the reader may see there', async () => {
    await fc.assert(
      fc.asyncProperty(rows, readers, filters('part', 2), async (known, reader, filter) => {
        await store.put(known);
        const bucket = store.gm.as(reader).manager(Part).filter(filter);
        const world = new World(known, reader);
        expect(await numbers(bucket.sort('id').select({ number: true }).all())).to.deep.equal(numbersOf(world.partsWhere(filter)));
        expect(await bucket.count()).to.equal(world.partsWhere(filter).length);
      }),
      { seed: SEED, numRuns: 150 },
    );
  });

  it('filter through relations that the database itself follows', async () => {
    await fc.assert(
      fc.asyncProperty(rows, readers, filters('part', 1), async (known, reader, filter) => {
        await store.put(known);
        const found = await store.gm
          .as(reader)
          .manager(Part)
          .filter({ shelf: { parts: { some: filter } } })
          .count();
        const world = new World(known, reader);
        const onShelf = (part: PartRow): boolean => part.shelf === 1;
        expect(found).to.equal(world.partsWhere(filter).some(onShelf) ? world.parts.filter(onShelf).length : 0);
      }),
      { seed: SEED, numRuns: 40 },
    );
  });

  it('tell nothing of what is hidden: another hidden world gives the same answers', async () => {
    await fc.assert(
      fc.asyncProperty(rows, rows, filters('part', 2), readers, async (known, others, filter, reader) => {
        const answers = async (of: Rows): Promise<unknown> => {
          await store.put(of);
          return answersTo(store, reader, filter);
        };
        expect(await answers(known)).to.deep.equal(await answers(otherwiseHidden(known, others, reader)));
      }),
      { seed: SEED, numRuns: 50 },
    );
  });
});

/** What a reader is told, by every way to ask. */
async function answersTo({ gm }: Catalogue, reader: Reader, filter: FilterTree): Promise<unknown> {
  const parts = gm.as(reader).manager(Part);
  return {
    all: await parts.select(SELECTION).sort('id').all(),
    found: await parts.filter(filter).select({ number: true }).sort('id').all(),
    count: await parts.filter({ not: filter }).count(),
    suppliers: await gm
      .as(reader)
      .manager(Supplier)
      .select({ code: true, parts: { select: { number: true } } })
      .sort('code')
      .all(),
  };
}

/** The same for a reader, with other values in what is hidden from it. */
function otherwiseHidden(known: Rows, others: Rows, { id, roles }: Reader): Rows {
  const [isAdmin, isBuyer] = [roles.includes('admin'), roles.includes('buyer')];
  if (isAdmin) return known;
  const code = others.parts[0]?.supplierCode ?? 'acme';
  const number = others.quotes[0]?.partNumber ?? 'p1';
  return {
    ...known,
    parts: known.parts.map((part) => {
      if (part.hidden) return { ...part, supplierCode: code, weight: 2, site: 'x', slot: 0 };
      const own = part.owner === id;
      return { ...part, ...(!own && !isBuyer && { supplierCode: code }), ...(!own && { site: 'X', slot: -1 }) };
    }),
    // What is unlisted may go, and what is secret may come.
    suppliers: known.suppliers.filter(({ listed }) => listed),
    quotes: [
      ...known.quotes.map((quote) => (quote.open || isBuyer || quote.secret ? quote : { ...quote, partNumber: number })),
      ...others.quotes.map((quote) => ({ ...quote, id: quote.id + 100, secret: true })),
    ],
  };
}

function expected(known: Rows, reader: Reader): unknown {
  const world = new World(known, reader);
  const parts = (list: readonly PartRow[]): unknown => list.map(({ number }) => ({ number }));
  return world.parts.map((part) => {
    const [supplier, bin] = [world.supplierOf(part), world.binOf(part)];
    return {
      number: part.number,
      supplier: supplier && { code: supplier.code, parts: parts(world.partsOf(supplier)) },
      bin: bin && { colour: bin.colour, parts: parts(world.partsIn(bin)) },
      quotes: world.quotesOf(part).map((quote) => {
        const [behind, back] = [world.supplierBehind(quote), world.partOf(quote)];
        return { id: quote.id, part: back && { number: back.number }, supplier: behind && { code: behind.code } };
      }),
      twins: parts(world.twinsOf(part)),
    };
  });
}

const numbersOf = (parts: readonly PartRow[]): readonly string[] => parts.map(({ number }) => number);
const numbers = async (found: Promise<readonly { readonly number: string }[]>): Promise<readonly string[]> =>
  (await found).map(({ number }) => number);
