// Books of libraries, each with an owner: policies at every relation, a guarded field, hand-written fields and queries.
import { Collection, type Rel } from '@mikro-orm/core';
import { Entity, ManyToMany, ManyToOne, OneToMany, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM, type Options } from '@mikro-orm/postgresql';
import { FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { bootstrap, type Application, type Plugin } from '../../../../integrations/index.js';
import { actor, anyOf, delegate, deny, everyone, Manager, Permission, require, role, where } from '../../../../decorators/index.js';

@Entity()
@Manager()
@Permission({ read: anyOf(where({ owner: actor('id') }), role('auditor')) })
export class Library {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'bigint' })
  owner!: bigint;

  @Property()
  name!: string;

  @OneToMany(() => Book, (book) => book.library)
  books = new Collection<Book>(this);
}

@Entity()
@Manager()
@Permission<Book>({
  read: [delegate('library'), deny(actor('suspended').eq(true))],
  update: where({ library: { owner: actor('id') } }),
  fields: { price: { read: where({ library: { owner: actor('id') } }) } },
})
export class Book {
  @PrimaryKey()
  id!: number;

  @Property()
  title!: string;

  @Property({ columnType: 'numeric(8,2)' })
  price!: string;

  @ManyToOne(() => Library)
  library!: Rel<Library>;

  @OneToMany(() => Loan, (loan) => loan.book)
  loans = new Collection<Loan>(this);

  @ManyToMany(() => Subject, (subject) => subject.books, { owner: true })
  subjects = new Collection<Subject>(this);
}

@Entity()
@Manager()
@Permission({ read: [where({ reader: { in: actor('readers') } }), require(actor('suspended').ne(true))] })
export class Loan {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'bigint' })
  reader!: bigint;

  @ManyToOne(() => Book)
  book!: Rel<Book>;
}

@Entity()
@Manager()
@Permission({ read: everyone() })
export class Subject {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'text' })
  label!: string;

  @ManyToMany(() => Book, (book) => book.subjects)
  books = new Collection<Book>(this);
}

@Entity()
@Manager()
export class Safe {
  @PrimaryKey()
  id!: number;
}

@Resolver(() => Book)
class Written {
  @Query(() => String)
  motto(): string {
    return 'read';
  }

  @FieldResolver(() => String)
  loud(@Root() { title }: Book): string {
    return title.toUpperCase();
  }
}

/** The ORM of the libraries on a database, with its tables. */
export async function openOrm(clientUrl: string, options: Partial<Options> = {}): Promise<MikroORM> {
  const entities = [Library, Book, Loan, Subject, Safe];
  const orm = await MikroORM.init({ clientUrl, entities, metadataProvider: ReflectMetadataProvider, ...options });
  const [found] = await orm.em.getConnection().execute<{ there: boolean }[]>(`select to_regclass('library') is not null as there`);
  // An update would take away what the mapping does not have, above all indexes.
  if (!found?.there) await orm.schema.create();
  return orm;
}

/** Boots on the database that the environment names. */
export async function gm(
  url = process.env['SPEC_DATABASE_URL'] ?? '',
  options: Partial<Options> = {},
  plugins: readonly Plugin[] = [],
): Promise<Closable> {
  const orm = await openOrm(url, options);
  const application = await bootstrap({ orm, plugins, resolvers: [Written], secret: 'spec' });
  return Object.assign(application, { close: async () => orm.close() });
}

/** An application that ends with its connections. */
export type Closable = Application & { close(): Promise<void> };
