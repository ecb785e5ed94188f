import { Collection } from '@mikro-orm/core';
import { Entity, ManyToMany, PrimaryKey } from '@mikro-orm/decorators/legacy';
import { authenticated, Manager, Permission } from 'general-manager/decorators';
import { CrewMember } from './crew-member.js';

@Entity()
@Manager({ description: 'What a crew member can do.' })
@Permission({ read: authenticated() })
export class Skill {
  @PrimaryKey({ length: 30 })
  name!: string;

  @ManyToMany(() => CrewMember, (member) => member.skills)
  holders = new Collection<CrewMember>(this);
}
