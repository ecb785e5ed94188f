import { EntitySchema } from '@mikro-orm/core';
import { Manager, one, Permission, role } from 'general-manager/decorators';
import { Vendor } from '../market/vendor.js';

export interface Supplier {
  id: number;
  code: string;
  name: string;
  rating: number | null;
  since: string;
}

/** Lives in a schema of its own. */
export const SupplierSchema = new EntitySchema<Supplier>({
  name: 'Supplier',
  schema: 'purchasing',
  properties: {
    id: { type: 'integer', primary: true },
    code: { type: 'string', length: 8, unique: true },
    name: { type: 'string', length: 60 },
    rating: { type: 'smallint', nullable: true },
    since: { type: 'date' },
  },
});

Manager({ description: 'Somebody who sells to the fleet.', relations: { vendor: one(() => Vendor, { by: 'code' }) } })(SupplierSchema);
Permission({ read: role('purchaser', 'admin') })(SupplierSchema);
