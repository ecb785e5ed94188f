import type { Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { actor, authenticated, Manager, Permission, role, where } from 'general-manager/decorators';
import { User } from './user.js';

@Entity()
@Manager()
@Permission<Profile>({
  read: authenticated(),
  update: [where({ user: actor('id') }), role('payroll')],
  fields: {
    salary: { read: role('payroll'), update: role('payroll') },
    birthday: { read: [where({ user: actor('id') }), role('payroll')] },
  },
})
export class Profile {
  @PrimaryKey()
  id!: number;

  @ManyToOne(() => User)
  user!: Rel<User>;

  @Property({ type: 'decimal', precision: 10, scale: 2 })
  salary!: string;

  @Property({ type: 'date' })
  birthday!: string;
}
