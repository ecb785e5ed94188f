import { expect } from 'chai';
import { graphql } from 'graphql';
import type { Bucket } from 'general-manager';
import type { ReadRequest } from 'general-manager/plugin';
import {
  ADMIN,
  Bin,
  BUYER,
  GUEST,
  openCatalogue,
  Part,
  Quote,
  READERS,
  Supplier,
  type Catalogue,
  type Reader,
} from './support/catalogue.js';
import { SHOP } from './support/shop.js';

const codeOf = async (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => undefined,
    (error: unknown) => (error as { readonly code?: unknown }).code,
  );

describe('who may not see it does not learn it from a relation by fields', () => {
  let store: Catalogue;
  before(async () => {
    store = await openCatalogue();
  });
  beforeEach(async () => store.put(SHOP));
  after(async () => store.close());

  const parts = (reader: Reader): Bucket<Part> => store.gm.as(reader).manager(Part);

  /** Answers that a reader gets before and after something that is hidden from it has changed. */
  async function unmoved(reader: Reader, read: () => Promise<unknown>, change: Partial<typeof SHOP>): Promise<unknown> {
    const before = await read();
    await store.put({ ...SHOP, ...change });
    const after = await read();
    expect(after).to.deep.equal(before);
    return before;
  }

  it('whose linking field is hidden: it leads nowhere, as that of a part without one', async () => {
    const read = async (): Promise<unknown> => parts(GUEST).select({ number: true, supplier: true, twins: true }).all();
    // Only the first part is the guest's own.
    const found = await unmoved(GUEST, read, {
      parts: SHOP.parts.map((part) => (part.id === 2 ? { ...part, supplierCode: 'acme' } : part)),
    });
    expect(found).to.deep.include({ number: 'B', supplier: null, twins: [] });
  });

  it('whose object at the other end is hidden: it answers as one that is missing', async () => {
    const one = async (): Promise<unknown> => parts(BUYER).filter({ number: 'B' }).select({ supplier: true }).all();
    const hidden = await one();
    await store.put({ ...SHOP, suppliers: SHOP.suppliers.filter(({ id }) => id !== 2) });
    expect(hidden).to.deep.equal([{ supplier: null }]);
    expect(await one()).to.deep.equal(hidden);
  });

  it('not from filters over what they may not see at either end', async () => {
    const numbers = async (reader: Reader, filter: object): Promise<readonly unknown[]> =>
      (await parts(reader).filter(filter).select({ number: true }).all()).map(({ number }) => number);
    // The code of part B is seen by buyers alone, its supplier by nobody but admins.
    expect(await numbers(ADMIN, { supplier: { code: 'dark' } })).to.deep.equal(['B']);
    expect(await numbers(BUYER, { supplier: { code: 'dark' } })).to.deep.equal([]);
    expect(await numbers(BUYER, { supplier: null })).to.deep.equal(['B', 'D']);
    expect(await numbers(GUEST, { twins: { some: { number: 'B' } } })).to.deep.equal([]);
    expect(await numbers(BUYER, { twins: { some: { number: 'B' } } })).to.deep.equal(['B']);
    // Quotes that are not open tell guests nothing of their part.
    expect(await numbers(GUEST, { quotes: { some: { price: 2 } } })).to.deep.equal([]);
    expect(await numbers(BUYER, { quotes: { some: { price: 2 } } })).to.deep.equal(['A']);
    // The relation to bins is ruled itself: only owners see it.
    expect(await numbers(BUYER, { bin: { colour: 'blue' } })).to.deep.equal([]);
    expect(await numbers(GUEST, { bin: { colour: 'red' } })).to.deep.equal(['A']);
  });

  it('not from a rule of the other end: the same link is ruled from both', async () => {
    const bins = async (reader: Reader): Promise<unknown> =>
      store.gm
        .as(reader)
        .manager(Bin)
        .select({ colour: true, parts: { select: { number: true } } })
        .all();
    expect(await bins(GUEST)).to.deep.equal([
      { colour: 'red', parts: [{ number: 'A' }] },
      { colour: 'blue', parts: [] },
    ]);
    expect(await bins(BUYER)).to.deep.equal([
      { colour: 'red', parts: [] },
      { colour: 'blue', parts: [] },
    ]);
  });

  it('not from a field that is hidden at the other end', async () => {
    expect(
      await parts(BUYER)
        .select({ supplier: { rating: true } })
        .first(),
    ).to.deep.equal({ supplier: { rating: null } });
    expect(
      await codeOf(
        parts(BUYER)
          .filter({ supplier: { rating: 5 } })
          .all(),
      ),
    ).to.equal('GM_PERM_FORBIDDEN_FIELD');
    expect(
      await codeOf(
        parts(BUYER)
          .filter({ twins: { some: { supplier: { rating: 5 } } } })
          .count(),
      ),
    ).to.equal('GM_PERM_FORBIDDEN_FIELD');
  });

  it('not from counts, pages, cursors and measures of related objects', async () => {
    const read = async (): Promise<unknown> =>
      graphql({
        schema: store.gm.schema,
        source: `{ parts { nodes { number quotes(first: 1, sort: [{ price: ASC }]) { totalCount nodes { price } pageInfo { hasNextPage endCursor } } quotesAggregate { count min { price } } } }
          suppliers { nodes { code parts { totalCount nodes { number } } partsAggregate { count max { weight } } } } }`,
        contextValue: { actor: GUEST },
      }).then((answer) => JSON.parse(JSON.stringify(answer)) as unknown);
    const changed = {
      parts: SHOP.parts.map((part) => (part.hidden ? { ...part, weight: 99, supplierCode: 'acme' } : part)),
      quotes: [...SHOP.quotes, { id: 9, partNumber: 'A', supplierId: 1, price: 0, secret: true, open: true }].map((quote) =>
        quote.open ? quote : { ...quote, partNumber: 'B' },
      ),
    };
    const found = await unmoved(GUEST, read, changed);
    expect(found).to.not.have.property('errors');
  });

  it('not from limits: what is hidden does not count', async () => {
    const few = await openCatalogue({ limits: { maxMatches: 1 } });
    try {
      await few.put(SHOP);
      const bucket = (reader: Reader): Bucket<Part> =>
        few.gm
          .as(reader)
          .manager(Part)
          .filter({ supplier: { country: 'DE' } });
      expect(await codeOf(bucket(BUYER).all())).to.equal(undefined);
      expect(await codeOf(bucket(ADMIN).all())).to.equal('GM_LIMIT_MATCHES');
      // Two quotes of one part are one value.
      const quoted = (price: number): Bucket<Part> =>
        few.gm
          .as(BUYER)
          .manager(Part)
          .filter({ quotes: { some: { price: { gt: price } } } });
      expect(await codeOf(quoted(1).all())).to.equal(undefined);
      expect(await codeOf(quoted(0).all())).to.equal('GM_LIMIT_MATCHES');
      const supplying = few.gm
        .as(BUYER)
        .manager(Supplier)
        .filter({ parts: { some: { weight: { gt: 0 } } } });
      expect(await codeOf(supplying.all())).to.equal('GM_LIMIT_MATCHES');
    } finally {
      await few.close();
    }
  });

  it('nor do sorts, groups and measures lead over them', async () => {
    const refused = [
      parts(ADMIN).sort('supplier.country').all(),
      parts(ADMIN).sort('-quotes.count').all(),
      parts(ADMIN).groupBy('supplier').aggregate({ count: true }),
      parts(ADMIN).groupBy('supplier.country').aggregate({ count: true }),
      parts(ADMIN).aggregate({ max: ['bin.slot'] }),
      parts(ADMIN)
        .filter({ quotes: { count: { gt: 1 } } })
        .all(),
      parts(ADMIN)
        .filter({ quotes: { max: { price: { gt: 1 } } } })
        .all(),
    ];
    expect(await Promise.all(refused.map(codeOf))).to.deep.equal(refused.map(() => 'GM_READ_UNKNOWN_FIELD'));
  });

  it('and what is refused is refused before anything is read', async () => {
    const refused: readonly (() => Promise<unknown>)[] = [
      async () =>
        parts(BUYER)
          .select({ supplier: { nowhere: true } as never })
          .all(),
      async () =>
        parts(BUYER)
          .select({ quotes: { filter: { nowhere: 1 } as never } })
          .all(),
      async () =>
        parts(BUYER)
          .select({ quotes: { sort: 'part.weight' } })
          .all(),
      async () =>
        parts(BUYER)
          .select({ quotes: { first: 5000 } })
          .all(),
      async () =>
        parts(BUYER)
          .select({ quotes: { filter: { supplier: { rating: 1 } } } })
          .all(),
      async () =>
        parts(BUYER)
          .filter({ and: [{ supplier: { country: 'DE' } }, { supplier: { rating: 1 } }] })
          .all(),
      async () =>
        store.gm
          .as(BUYER)
          .manager(Quote)
          .filter({ part: { supplier: { nowhere: 1 } as never } })
          .all(),
    ];
    for (const read of refused) {
      store.statements();
      expect(await codeOf(read())).to.match(/^GM_/);
      expect(store.statements()).to.deep.equal([]);
    }
  });

  it('nor can a filter ask for one read after the other without end', async () => {
    const many = Array.from({ length: 45 }, () => ({ supplier: { country: 'DE' } }));
    store.statements();
    expect(await codeOf(parts(BUYER).filter({ or: many }).all())).to.equal('GM_LIMIT_ROWS');
    expect(store.statements()).to.deep.equal([]);
  });

  it('takes links for the same only where their texts are', async () => {
    await store.put({
      ...SHOP,
      parts: ['acme', 'ACME', 'acme ', ' acme', 'acme\u0300', '%', "a'c"].map((supplierCode, index) => {
        return { id: index + 1, number: String(index + 1), hidden: false, supplierCode };
      }),
    });
    const found = await parts(ADMIN)
      .filter({ supplier: { country: 'DE' } })
      .select({ number: true })
      .all();
    expect(found).to.deep.equal([{ number: '1' }]);
    const linked = await parts(ADMIN)
      .select({ supplier: { code: true } })
      .all();
    expect(linked.map(({ supplier }) => supplier?.code)).to.deep.equal(['acme', ...Array.from({ length: 6 })]);
  });

  it('and the system sees everything, as elsewhere', async () => {
    const all = await store.gm
      .system('spec')
      .manager(Part)
      .select({ number: true, supplier: { rating: true }, bin: { colour: true } })
      .all();
    expect(all).to.deep.include({ number: 'B', supplier: { rating: 1 }, bin: { colour: 'blue' } });
  });

  it('whatever a plugin of its own makes a request of: rows have what was selected alone', async () => {
    const { runtime } = store.gm;
    const part = runtime.model.managers.get('Part');
    if (!part) throw new TypeError('no parts');
    const request: ReadRequest = {
      select: { fields: [], relations: [{ alias: 'x', field: 'supplier', request: { select: { fields: ['country'], relations: [] } } }] },
    };
    for (const actor of Object.values(READERS)) {
      const { rows } = await runtime.read(part, request, { actor });
      for (const row of rows) expect(Object.keys(row)).to.deep.equal(['x']);
      expect(Object.entries(rows[0]?.['x'] ?? {})).to.deep.equal([['country', 'DE']]);
    }
  });
});
