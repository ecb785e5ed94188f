import { Collection } from '@mikro-orm/core';
import { Entity, OneToMany, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { Book } from './book.js';

@Entity()
@Manager({ description: 'Somebody who writes books.' })
@Permission({ read: everyone() })
export class Author {
  @PrimaryKey()
  id!: number;

  @Property()
  name!: string;

  @OneToMany(() => Book, (book) => book.author)
  books = new Collection<Book>(this);
}
