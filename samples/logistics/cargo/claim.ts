import type { Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { actor, anyOf, Manager, Permission, role } from 'general-manager/decorators';
import { CargoLine } from './cargo-line.js';

/** Refers to its line by both columns of the line's key. */
@Entity()
@Manager({ description: 'Damage that the owner of the goods wants to be paid for.' })
@Permission({ read: anyOf(role('dispatcher', 'admin'), actor('department').eq('purchasing')) })
export class Claim {
  @PrimaryKey({ type: 'bigint' })
  id!: bigint;

  @ManyToOne(() => CargoLine)
  cargo!: Rel<CargoLine>;

  @Property({ type: 'decimal', precision: 14, scale: 2 })
  amount!: string;

  @Property({ length: 200 })
  reason!: string;

  @Property({ type: 'datetime', columnType: 'timestamptz(3)', nullable: true })
  settledAt?: Date | null;
}
