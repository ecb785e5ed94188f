import { Entity, PrimaryKey } from '@mikro-orm/decorators/legacy';
import { Manager, nobody, Permission, role } from 'general-manager/decorators';

@Entity()
@Manager()
@Permission({ read: role('auditor', 'accountant'), update: role('accountant'), delete: nobody() })
export class Ledger {
  @PrimaryKey()
  id!: number;
}
