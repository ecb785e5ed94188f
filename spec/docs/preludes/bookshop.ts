// What the snippets of the documentation may use without saying where it comes from: a booted bookshop with a few books.
import { Collection, type Rel } from '@mikro-orm/core';
import {
  Embeddable,
  Embedded,
  Entity,
  Enum,
  ManyToOne,
  OneToMany,
  PrimaryKey,
  Property,
  ReflectMetadataProvider,
} from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap } from 'general-manager';
import { actor, authenticated, everyone, Manager, Permission, role } from 'general-manager/decorators';

export {
  Collection,
  defineEntity,
  EntitySchema,
  MikroORM,
  p,
  type EntityManager,
  type Opt,
  type Ref,
  type Rel,
} from '@mikro-orm/postgresql';
export {
  Embeddable,
  Embedded,
  Entity,
  Enum,
  Filter as EntityFilter,
  Formula,
  ManyToMany,
  ManyToOne,
  OneToMany,
  OneToOne,
  PrimaryKey,
  Property,
  ReflectMetadataProvider,
} from '@mikro-orm/decorators/legacy';
export { bootstrap, BootError, definePlugin, isGeneralManagerError, type Filter, type Selected } from 'general-manager';
export {
  Action,
  actor,
  after,
  allOf,
  anyOf,
  authenticated,
  before,
  changed,
  check,
  Computed,
  database,
  definePredicate,
  delegate,
  deny,
  everyone,
  Interface,
  many,
  Manager,
  nobody,
  not,
  one,
  Permission,
  require,
  role,
  Rule,
  where,
  type PermissionOptions,
  type ActionContext,
} from 'general-manager/decorators';
export { sideTables } from 'general-manager/mikro-orm';
export { createHandler, serve, shutdownOnSignals, Unauthenticated } from 'general-manager/graphql-server';

export enum Genre {
  Novel = 'novel',
  Poetry = 'poetry',
  Essay = 'essay',
}

@Embeddable()
export class Address {
  @Property()
  city!: string;

  @Property({ nullable: true })
  country?: string;
}

@Entity()
@Manager({ description: 'Somebody who writes books.' })
@Permission({ read: everyone() })
export class Author {
  @PrimaryKey()
  id!: number;

  @Property()
  name!: string;

  @Embedded(() => Address, { nullable: true })
  home?: Address;

  @OneToMany(() => Book, (book) => book.author)
  books = new Collection<Book>(this);
}

@Entity()
@Manager({ description: 'A book on the shelf.' })
@Permission({ read: everyone() })
export class Book {
  @PrimaryKey()
  id!: number;

  @Property()
  title!: string;

  @Enum(() => Genre)
  genre!: Genre;

  @Property({ columnType: 'numeric(8,2)' })
  price!: string;

  @Property({ type: 'date' })
  published!: string;

  @Property({ type: 'string[]' })
  tags: string[] = [];

  @Property({ type: 'json', nullable: true })
  details?: object;

  @ManyToOne(() => Author)
  author!: Rel<Author>;

  @OneToMany(() => Review, (review) => review.book)
  reviews = new Collection<Review>(this);
}

@Entity()
@Manager()
@Permission({ read: { allow: authenticated(), deny: actor('suspended').eq(true) }, create: role('critic') })
export class Review {
  @PrimaryKey()
  id!: number;

  @Property()
  rating!: number;

  @ManyToOne(() => Book)
  book!: Rel<Book>;
}

export const config = {
  clientUrl: process.env['DATABASE_URL'] ?? 'postgresql://postgres@127.0.0.1:5432/bookshop',
  entities: [Author, Book, Review, Address],
  metadataProvider: ReflectMetadataProvider,
};

export const orm = await MikroORM.init(config);
await orm.schema.create();
await fill();

export const gm = await bootstrap({ orm, drift: 'refuse' });
export const user = { id: 7, roles: ['critic'], suspended: false };
export const id: number = 1;

/** Makes the shop what it was, whatever a snippet did to it. */
export async function restore(): Promise<void> {
  await orm.em.getConnection().execute('truncate author, book, review restart identity cascade');
  await fill();
}

async function fill(): Promise<void> {
  const em = orm.em.fork();
  const leGuin = em.create(Author, { name: 'Ursula K. Le Guin', home: { city: 'Portland', country: 'US' } });
  const lem = em.create(Author, { name: 'Stanisław Lem', home: { city: 'Kraków', country: 'PL' } });
  const author = em.create(Author, { name: 'Anonymous' });
  const dispossessed = em.create(Book, {
    title: 'The Dispossessed',
    genre: Genre.Novel,
    price: '9.90',
    published: '1974-05-01',
    tags: ['utopia', 'physics'],
    details: { pages: 387, awards: ['Hugo', 'Nebula'] },
    author: leGuin,
  });
  em.create(Book, { title: 'The Lathe of Heaven', genre: Genre.Novel, price: '8.50', published: '1971-01-01', tags: [], author: leGuin });
  const solaris = em.create(Book, {
    title: 'Solaris',
    genre: Genre.Novel,
    price: '7.25',
    published: '1961-01-01',
    tags: ['ocean'],
    details: { pages: 204 },
    author: lem,
  });
  em.create(Book, { title: 'Beowulf', genre: Genre.Poetry, price: '12.00', published: '1815-01-01', tags: [], author });
  em.create(Review, { rating: 5, book: dispossessed });
  em.create(Review, { rating: 4, book: dispossessed });
  em.create(Review, { rating: 5, book: solaris });
  await em.flush();
}
