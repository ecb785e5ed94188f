import { EntitySchema, PrimaryKeyProp, type InferEntity, type Rel } from '@mikro-orm/core';
import { Manager, Permission, role } from 'general-manager/decorators';
import { Item } from '../stores/item.js';
import { Purchase } from './purchase.js';

export class PurchaseLine {
  [PrimaryKeyProp]?: ['purchase', 'line'];

  purchase!: Rel<Purchase>;
  line!: number;
  quantity!: string;
  price!: string;
  item!: Rel<InferEntity<typeof Item>>;
}

/** Its key is that of the purchase and a number. */
export const PurchaseLineSchema = new EntitySchema<PurchaseLine>({
  class: PurchaseLine,
  schema: 'purchasing',
  properties: {
    purchase: { kind: 'm:1', entity: () => Purchase, primary: true },
    line: { type: 'smallint', primary: true },
    quantity: { type: 'decimal', precision: 12, scale: 3 },
    price: { type: 'decimal', precision: 10, scale: 2 },
    item: { kind: 'm:1', entity: () => Item },
  },
});

Manager({ description: 'One line of a purchase.', operations: { list: false, detail: false } })(PurchaseLineSchema);
Permission({ read: role('purchaser', 'admin') })(PurchaseLineSchema);
