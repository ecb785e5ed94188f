import { EntitySchema } from '@mikro-orm/core';
import { Manager, Permission, role } from 'general-manager/decorators';

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

Manager({ description: 'Somebody who sells to the fleet.' })(SupplierSchema);
Permission({ read: role('purchaser', 'admin') })(SupplierSchema);
