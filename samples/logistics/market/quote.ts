import type { InferEntity } from '@mikro-orm/core';
import { Interface, Manager, one, Permission, role } from 'general-manager/decorators';
import { field, pageNumber, rest } from 'general-manager/http';
import { Item } from '../stores/item.js';
import { MARKET } from './upstream.js';
import { Vendor } from './vendor.js';

/** An offer on the market for something that ships keep in store. */
@Manager({
  description: 'An offer on the market.',
  relations: { item: one(() => Item, { by: 'sku', to: 'sku' }), vendor: one(() => Vendor, { by: 'vendorCode' }) },
})
@Interface(
  rest<Quote>({
    upstream: MARKET,
    path: '/quotes',
    only: ['list', 'detail', 'create'],
    fields: {
      id: field.id({ type: 'int' }),
      sku: field.string(),
      vendorCode: field.string({ from: 'vendor' }),
      price: field.decimal(),
      validUntil: field.date({ from: 'valid_until' }),
    },
    filters: { 'id.in': 'id', sku: 'sku', 'sku.in': 'sku', vendorCode: 'vendor', 'vendorCode.in': 'vendor' },
    pagination: pageNumber({ size: 'per_page', maxSize: 50, totalHeader: 'X-Total-Count' }),
    errors: { list: 'errors', field: 'field', code: 'code' },
  }),
)
@Permission<Quote>({ read: role('purchaser', 'admin'), create: role('purchaser') })
export class Quote {
  id!: number;
  sku!: string;
  vendorCode!: string;
  price!: string;
  validUntil!: string;
  item?: InferEntity<typeof Item> | null;
  vendor?: Vendor | null;
}
