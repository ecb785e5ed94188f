import { Collection } from '@mikro-orm/core';
import { Entity, ManyToMany, PrimaryKey } from '@mikro-orm/decorators/legacy';
import { actor, Manager, Permission, where } from 'general-manager/decorators';
import { User } from './user.js';

@Entity()
@Manager()
@Permission<Team>({ read: where({ members: { some: { id: actor('id') } } }) })
export class Team {
  @PrimaryKey()
  id!: number;

  @ManyToMany(() => User, (user) => user.teams, { owner: true })
  members = new Collection<User>(this);
}
