import { expect } from 'chai';
import { graphql } from 'graphql';
import { ADMIN, BUYER, GUEST, openCatalogue, Part, Supplier, Shelf, type Catalogue } from './support/catalogue.js';

describe('smoke', () => {
  let store: Catalogue;
  before(async () => {
    store = await openCatalogue();
    await store.fill({
      shelves: [{ id: 1, label: 'top' }],
      parts: [
        { id: 1, number: 'A', hidden: false, supplierCode: 'acme', owner: 3, site: 'x', slot: 1, shelf: 1 },
        { id: 2, number: 'B', hidden: false, supplierCode: 'dark', shelf: 1 },
        { id: 3, number: 'C', hidden: true, supplierCode: 'acme' },
        { id: 4, number: 'D', hidden: false, supplierCode: null },
      ],
      suppliers: [
        { id: 1, code: 'acme', listed: true, country: 'DE' },
        { id: 2, code: 'dark', listed: false, country: 'DE' },
      ],
      quotes: [
        { id: 1, partNumber: 'A', supplierId: 1, price: 3, secret: false, open: true },
        { id: 2, partNumber: 'A', supplierId: 1, price: 2, secret: false, open: false },
        { id: 3, partNumber: 'A', supplierId: 2, price: 1, secret: true, open: true },
        { id: 4, partNumber: 'B', supplierId: 2, price: 1, secret: false, open: true },
      ],
      bins: [
        { site: 'x', slot: 1, colour: 'red' },
        { site: 'x', slot: 2, colour: 'blue' },
      ],
    });
  });
  after(async () => store.close());
  for (const [name, actor] of Object.entries({ ADMIN, BUYER, GUEST })) {
    it(name, async () => {
      const rows = await store.gm
        .as(actor)
        .manager(Part)
        .select({
          number: true,
          supplier: { code: true, country: true },
          bin: true,
          quotes: { select: { price: true, supplier: { code: true } }, sort: 'price', first: 2 },
        })
        .all();
      console.log(JSON.stringify(rows, null, 1));
      console.log(store.statements());
      console.log(
        await store.gm
          .as(actor)
          .manager(Supplier)
          .select({ code: true, parts: { select: { number: true } } })
          .all(),
      );
      console.log(
        await store.gm
          .as(actor)
          .manager(Part)
          .filter({ supplier: { country: 'DE' } })
          .select({ number: true })
          .all(),
      );
      console.log(
        await store.gm
          .as(actor)
          .manager(Part)
          .filter({ quotes: { none: { price: { gt: 1 } } } })
          .select({ number: true })
          .all(),
      );
      console.log(
        await store.gm
          .as(actor)
          .manager(Shelf)
          .filter({ parts: { some: { supplier: { country: 'DE' } } } })
          .select({ parts: { select: { twins: { select: { number: true } } } } })
          .all(),
      );
      store.statements();
      const result = await graphql({
        schema: store.gm.schema,
        source: `{ parts(filter: { quotes: { some: {price: {gt: 1}} } }) { nodes { number supplier { code parts { totalCount nodes { number } } } bin { colour } quotes(first: 1, sort: [{price: DESC}]) { totalCount pageInfo { hasNextPage endCursor } nodes { price } } } } }`,
        contextValue: { actor },
      });
      console.log(JSON.stringify(result));
      console.log(store.statements());
      console.log(
        JSON.stringify(
          await store.gm.plan('{ parts { nodes { supplier { code } } } shelves { nodes { label } } }', { actor }),
          null,
          1,
        ).slice(0, 1500),
      );
    });
  }
});
