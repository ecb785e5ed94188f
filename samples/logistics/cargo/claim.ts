import type { Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { actor, anyOf, before, deny, Manager, Permission, role, where } from 'general-manager/decorators';
import { CargoLine } from './cargo-line.js';

const OFFICE = anyOf(role('dispatcher', 'admin'), actor('department').eq('purchasing'));

/**
 * Refers to its line by both columns of the line's key. The office sees every claim, an agent those of goods that left the agent's port, and
 * not their amounts. What is settled is closed.
 */
@Entity()
@Manager({ description: 'Damage that the owner of the goods wants to be paid for.' })
@Permission<Claim>({
  read: [OFFICE, where({ cargo: { manifest: { from: { code: actor('port') } } } })],
  update: [role('dispatcher', 'admin'), deny(before({ settledAt: { isNull: false } }))],
  fields: { amount: { read: OFFICE } },
})
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
