import type { Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { Author } from './author.js';

@Entity()
@Manager({ description: 'A book on the shelf.' })
@Permission({ read: everyone() })
export class Book {
  @PrimaryKey()
  id!: number;

  @Property()
  title!: string;

  @ManyToOne(() => Author)
  author!: Rel<Author>;
}
