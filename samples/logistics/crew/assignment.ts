import { PrimaryKeyProp, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { authenticated, Manager, Permission, role } from 'general-manager/decorators';
import { Ship } from '../fleet/ship.js';
import { CrewMember } from './crew-member.js';

const DISPATCH = role('dispatcher', 'admin');

/** Its key is made of both relations. */
@Entity()
@Manager({ description: 'Who sails on which ship.' })
@Permission({ read: authenticated(), create: DISPATCH, update: DISPATCH, delete: DISPATCH })
export class Assignment {
  [PrimaryKeyProp]?: ['ship', 'member'];

  @ManyToOne(() => Ship, { primary: true })
  ship!: Rel<Ship>;

  @ManyToOne(() => CrewMember, { primary: true })
  member!: Rel<CrewMember>;

  @Property({ length: 40 })
  duty!: string;

  @Property({ type: 'date' })
  since!: string;
}
