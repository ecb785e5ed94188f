import type { Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey } from '@mikro-orm/decorators/legacy';
import { definePlugin, type Plugin } from 'general-manager';
import { actor, Manager, Permission, where } from 'general-manager/decorators';
import { User } from './user.js';

@Entity()
@Manager()
@Permission<Record>({ read: [where({ doctor: actor('id') }), actor('emergency').eq(true)] })
export class Record {
  @PrimaryKey()
  id!: number;

  @ManyToOne(() => User)
  doctor!: Rel<User>;
}

/** Tells of every decision for somebody who has broken the glass. */
export const auditEmergencies = (tell: (entry: object) => void): Plugin =>
  definePlugin({
    name: 'audit-emergencies',
    description: 'Records what is done in an emergency.',
    hooks: {
      onDecision: ({ manager, operation, caller, decision }) => {
        if (!('actor' in caller)) return;
        const { id, emergency, reason } = (caller.actor ?? {}) as { id?: number; emergency?: boolean; reason?: string };
        if (emergency) tell({ who: id, reason, what: `${operation} ${manager.name}`, allowed: decision.allowed });
      },
    },
  });
