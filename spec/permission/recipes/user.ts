import { Collection } from '@mikro-orm/core';
import { Entity, ManyToMany, PrimaryKey } from '@mikro-orm/decorators/legacy';
import { authenticated, Manager, Permission } from 'general-manager/decorators';
import { Team } from './team.js';

@Entity()
@Manager()
@Permission({ read: authenticated() })
export class User {
  @PrimaryKey()
  id!: number;

  @ManyToMany(() => Team, (team) => team.members)
  teams = new Collection<Team>(this);
}
