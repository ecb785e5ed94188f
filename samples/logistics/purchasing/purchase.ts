import { Collection, EntitySchema, type Rel } from '@mikro-orm/core';
import { Manager, Permission, role } from 'general-manager/decorators';
import { PurchaseLine } from './purchase-line.js';
import { SupplierSchema, type Supplier } from './supplier.js';

export class Purchase {
  id!: number;
  orderedAt!: Date;
  reference!: string | null;
  supplier!: Rel<Supplier>;
  lines = new Collection<PurchaseLine>(this);
}

/** Refers to its supplier by the supplier's code. */
export const PurchaseSchema = new EntitySchema<Purchase>({
  class: Purchase,
  schema: 'purchasing',
  properties: {
    id: { type: 'integer', primary: true },
    orderedAt: { type: 'datetime', columnType: 'timestamptz(3)' },
    reference: { type: 'string', length: 40, nullable: true },
    supplier: { kind: 'm:1', entity: () => SupplierSchema, targetKey: 'code', fieldName: 'supplier_code' },
    lines: { kind: '1:m', entity: () => PurchaseLine, mappedBy: 'purchase' },
  },
});

Manager({ description: 'An order to a supplier.', operations: { detail: false } })(PurchaseSchema);
Permission({ read: role('purchaser', 'admin') })(PurchaseSchema);
