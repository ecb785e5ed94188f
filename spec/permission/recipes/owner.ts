import type { Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey } from '@mikro-orm/decorators/legacy';
import { actor, Manager, Permission, where } from 'general-manager/decorators';
import { User } from './user.js';

@Entity()
@Manager()
@Permission<Note>({ read: where({ owner: actor('id') }) })
export class Note {
  @PrimaryKey()
  id!: number;

  @ManyToOne(() => User)
  owner!: Rel<User>;
}
