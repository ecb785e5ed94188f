import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { actor, authenticated, Manager, Permission, require, where, type PermissionOptions } from 'general-manager/decorators';

/** For every class with a tenant: whatever else allows something, the tenant has to be the actor's own. */
export const sameTenant: PermissionOptions<{ tenant: string }> = {
  read: require(where({ tenant: actor('tenant') })),
  update: require(where({ tenant: actor('tenant') })),
};

@Entity()
@Manager()
@Permission<Contract>(sameTenant, { read: authenticated() })
export class Contract {
  @PrimaryKey()
  id!: number;

  @Property()
  tenant!: string;
}
