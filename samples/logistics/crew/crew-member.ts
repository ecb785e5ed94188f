import { Collection } from '@mikro-orm/core';
import { Embedded, Entity, Enum, ManyToMany, OneToMany, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { authenticated, Manager, Permission } from 'general-manager/decorators';
import { Address } from './address.js';
import { Assignment } from './assignment.js';
import { Skill } from './skill.js';

export enum Rank {
  Deckhand = 1,
  Mate = 2,
  Engineer = 3,
  Captain = 4,
}

@Entity()
@Manager({ plural: 'crew', description: 'Somebody who sails.', fields: { salary: { expose: false } } })
@Permission({ read: authenticated() })
export class CrewMember {
  @PrimaryKey()
  id!: number;

  @Property({ length: 80 })
  name!: string;

  @Property({ length: 120, unique: true })
  email!: string;

  @Enum({ items: () => Rank, columnType: 'smallint' })
  rank!: Rank;

  @Property({ type: 'date' })
  born!: string;

  @Property({ type: 'decimal', precision: 9, scale: 2 })
  salary!: string;

  @Property({ length: 100, hidden: true, nullable: true })
  passport?: string | null;

  @Embedded(() => Address, { object: true, nullable: true })
  address?: Address | null;

  @ManyToMany(() => Skill, (skill) => skill.holders, { owner: true })
  skills = new Collection<Skill>(this);

  @OneToMany(() => Assignment, (assignment) => assignment.member)
  assignments = new Collection<Assignment>(this);
}
