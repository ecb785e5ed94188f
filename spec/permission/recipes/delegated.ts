import type { Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey } from '@mikro-orm/decorators/legacy';
import { delegate, Manager, Permission } from 'general-manager/decorators';
import { Note } from './owner.js';

/** Who may read a note may read what is attached to it. */
@Entity()
@Manager()
@Permission<Attachment>({ read: delegate('note') })
export class Attachment {
  @PrimaryKey()
  id!: number;

  @ManyToOne(() => Note)
  note!: Rel<Note>;
}
