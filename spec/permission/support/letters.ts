import 'reflect-metadata';
import { Collection, Type, type EntityManager, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, OneToMany, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, type Application, type BootstrapOptions } from 'general-manager';
import { actor, allOf, anyOf, check, definePredicate, everyone, Manager, Permission, role, where } from 'general-manager/decorators';
import type { ActorReference } from 'general-manager/decorators';
import { Ctx, Field, FieldResolver, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { freshDatabase } from '../../support/postgres.js';

/** Code of the application that ran, and of what it got hold of. */
export const ran: string[] = [];

/** A type of the application's own. */
export class Sealed extends Type<string, string> {
  override convertToJSValue(value: string): string {
    ran.push(`type ${value}`);
    return value;
  }

  override getColumnType(): string {
    return 'text';
  }
}

const mine = definePredicate<Letter, [ActorReference]>({
  name: 'mine',
  fields: ['owner'],
  args: ['int'],
  sql: ({ owner }, [id]) => `${owner} = ${id}`,
  test: ({ owner }, [id]) => {
    ran.push(`predicate ${String(owner)}`);
    return owner === id;
  },
});

const checked = check<Letter>({
  name: 'checked',
  where: { owner: actor('id') },
  test: ({ owner }) => {
    ran.push(`check ${owner}`);
    return true;
  },
});

@Entity()
@Manager({ plural: 'boxes' })
@Permission({ read: everyone() })
export class Box {
  @PrimaryKey()
  id!: number;

  @Property()
  name!: string;

  @OneToMany(() => Letter, (letter) => letter.box)
  letters = new Collection<Letter>(this);
}

/** Readers see their own, and the text of what is told. */
@Entity()
@ObjectType()
@Manager()
@Permission<Letter>({
  read: allOf(role('reader'), anyOf(mine(actor('id')), checked)),
  update: allOf(role('reader'), checked),
  fields: { text: { read: anyOf(where({ told: true }), mine(actor('none'))) } },
})
export class Letter {
  @PrimaryKey()
  id!: number;

  @Property()
  owner!: number;

  @Property({ type: Sealed, nullable: true })
  text?: string | null;

  @Property()
  told!: boolean;

  @ManyToOne(() => Box)
  box!: Rel<Box>;

  @Field(() => String)
  get shout(): string {
    ran.push(`getter ${this.id}`);
    return `${this.id}!`;
  }
}

/** Leads to a letter, and shows it as the team wrote it down. */
@Entity()
@ObjectType()
@Manager()
@Permission({ read: everyone() })
export class Envelope {
  @PrimaryKey()
  id!: number;

  @ManyToOne(() => Letter)
  letter!: Rel<Letter>;

  @Field(() => Letter, { nullable: true })
  @ManyToOne(() => Letter)
  shown!: Rel<Letter>;

  @ManyToOne(() => Letter, { ref: true })
  kept!: Rel<Letter>;
}

/** What hand-written resolvers get. */
export interface PostContext {
  readonly session: EntityManager;
}

@Resolver(() => Letter)
export class Post {
  @FieldResolver(() => Int)
  loud(@Root() { id }: Letter): number {
    ran.push(`resolver ${id}`);
    return id;
  }

  @Query(() => [Envelope])
  async found(@Ctx() { session }: PostContext): Promise<Envelope[]> {
    return session.find(Envelope, {}, { orderBy: { id: 'asc' } });
  }

  @Query(() => [Envelope])
  async opened(@Ctx() { session }: PostContext): Promise<Envelope[]> {
    return session.find(Envelope, {}, { orderBy: { id: 'asc' }, populate: ['letter', 'shown', 'kept'] });
  }

  @Query(() => Letter, { nullable: true })
  pointed(@Ctx() { session }: PostContext): Letter {
    return session.getReference(Letter, 3);
  }
}

/** An office with letters of two readers. */
export interface Office {
  readonly orm: MikroORM;
  /** What was sent to the database, in the order in which it was. */
  readonly statements: string[];
  boot(options?: Partial<BootstrapOptions>): Promise<Application>;
  close(): Promise<void>;
}

/** Opens an office: of the letters 1 to 4, the first two are those of reader 1, and of these the first one is told. */
export async function openOffice(name: string): Promise<Office> {
  const database = await freshDatabase(name);
  const entities = [Box, Letter, Envelope];
  const statements: string[] = [];
  const orm = await MikroORM.init({
    clientUrl: database.url,
    entities,
    metadataProvider: ReflectMetadataProvider,
    debug: ['query'],
    logger: (message) => void statements.push(message),
  });
  await orm.schema.create();
  await orm.em.fork().execute(`
    insert into box (id, name) values (1, 'in'), (2, 'out');
    insert into letter (id, owner, text, told, box_id)
      values (1, 1, 'told 1', true, 1), (2, 1, 'kept 2', false, 1), (3, 2, 'told 3', true, 1), (4, 2, 'kept 4', false, 2);
    insert into envelope (id, letter_id, shown_id, kept_id) values (1, 1, 1, 1), (2, 3, 3, 3);
  `);
  return {
    orm,
    statements,
    boot: async (options) => bootstrap({ orm, drift: 'off', resolvers: [Post], ...options }),
    close: async () => {
      await orm.close();
      await database.drop();
    },
  };
}

export const READER = { id: 1, roles: ['reader'] };
