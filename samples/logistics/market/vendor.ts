import { Interface, many, Manager, one, Permission, role } from 'general-manager/decorators';
import { field, pageNumber, rest } from 'general-manager/http';
import { SupplierSchema, type Supplier } from '../purchasing/supplier.js';
import { Quote } from './quote.js';
import { MARKET } from './upstream.js';

/** Somebody who sells on the market; some of them are suppliers of the fleet, by the same code. */
@Manager({
  description: 'Somebody who sells on the market.',
  relations: { supplier: one(() => SupplierSchema, { by: 'code', to: 'code' }), quotes: many(() => Quote, { by: 'vendorCode' }) },
})
@Interface(
  rest<Vendor>({
    upstream: MARKET,
    path: '/vendors',
    only: ['list', 'detail'],
    fields: {
      code: field.id(),
      name: field.string(),
      country: field.string(),
      stars: field.int({ from: 'rating.stars', nullable: true }),
    },
    filters: { 'code.in': 'code', country: 'country', 'country.in': 'country' },
    pagination: pageNumber({ size: 'per_page', maxSize: 50, totalHeader: 'X-Total-Count' }),
  }),
)
@Permission<Vendor>({ read: role('purchaser', 'admin'), fields: { stars: { read: role('admin') } } })
export class Vendor {
  code!: string;
  name!: string;
  country!: string;
  stars!: number | null;
  supplier?: Supplier | null;
  quotes?: Quote[];
}
