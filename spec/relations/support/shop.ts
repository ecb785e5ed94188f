import type { Rows } from './catalogue.js';

/** A few parts, suppliers and quotes; of each some are hidden from whoever is no admin. */
export const SHOP: Rows = {
  shelves: [{ id: 1, label: 'top' }],
  parts: [
    { id: 1, number: 'A', hidden: false, weight: 1, supplierCode: 'acme', owner: 3, site: 'x', slot: 1, shelf: 1 },
    { id: 2, number: 'B', hidden: false, weight: 2, supplierCode: 'dark', site: 'x', slot: 2, shelf: 1 },
    { id: 3, number: 'C', hidden: true, weight: 3, supplierCode: 'acme' },
    { id: 4, number: 'D', hidden: false, weight: 4, supplierCode: null },
  ],
  suppliers: [
    { id: 1, code: 'acme', listed: true, country: 'DE', rating: 5 },
    { id: 2, code: 'dark', listed: false, country: 'DE', rating: 1 },
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
};
