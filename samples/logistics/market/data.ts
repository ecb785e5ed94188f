/** Somebody who sells on the market, as the service tells it. */
export interface VendorRecord {
  readonly code: string;
  readonly name: string;
  readonly country: string;
  readonly rating: { readonly stars: number | null; readonly votes: number };
}

/** An offer, as the service tells it. */
export interface QuoteRecord {
  readonly id: number;
  readonly sku: string;
  readonly vendor: string;
  readonly price: string;
  readonly valid_until: string;
}

/** The first three are known to the fleet by the same codes. */
export const VENDORS: readonly VendorRecord[] = [
  { code: 'NEWBIE', name: 'Newcomer Ltd', country: 'GB', rating: { stars: null, votes: 0 } },
  { code: 'OILCO', name: 'Oil & Co', country: 'NL', rating: { stars: 4, votes: 120 } },
  { code: 'TOUWBV', name: 'Touwslagerij Jansen B.V.', country: 'NL', rating: { stars: 5, votes: 31 } },
  { code: 'FARAWAY', name: 'Far Away Trading', country: 'NO', rating: { stars: 3, votes: 8 } },
];

/** What is offered when the service starts. */
export const QUOTES: readonly QuoteRecord[] = [
  { id: 1, sku: 'OIL-30', vendor: 'OILCO', price: '6.10', valid_until: '2026-12-31' },
  { id: 2, sku: 'OIL-30', vendor: 'FARAWAY', price: '5.80', valid_until: '2026-06-30' },
  { id: 3, sku: 'RPE-20', vendor: 'TOUWBV', price: '199.00', valid_until: '2026-12-31' },
  { id: 4, sku: 'FLT-01', vendor: 'OILCO', price: '47.50', valid_until: '2026-09-30' },
  { id: 5, sku: 'FLT-01', vendor: 'NEWBIE', price: '39.90', valid_until: '2026-09-30' },
  { id: 6, sku: 'ANCHOR', vendor: 'FARAWAY', price: '2400.00', valid_until: '2026-12-31' },
];
