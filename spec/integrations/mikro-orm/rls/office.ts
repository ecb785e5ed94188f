import 'reflect-metadata';
import { Collection, type Rel } from '@mikro-orm/core';
import {
  Entity,
  Formula,
  ManyToMany,
  ManyToOne,
  OneToMany,
  PrimaryKey,
  Property,
  ReflectMetadataProvider,
} from '@mikro-orm/decorators/legacy';
import { MikroORM, type Options } from '@mikro-orm/postgresql';
import { bootstrap, type Application, type BootstrapOptions } from 'general-manager';
import {
  actor,
  allOf,
  anyOf,
  authenticated,
  definePredicate,
  delegate,
  deny,
  everyone,
  Manager,
  not,
  Permission,
  require,
  role,
  where,
  type ActorReference,
} from 'general-manager/decorators';
import { freshDatabase } from '../../../support/postgres.js';

const divisible = definePredicate<Memo, [number | ActorReference]>({
  name: 'divisible',
  fields: ['size'],
  args: ['int'],
  sql: ({ size }, [by]) => `coalesce(${size} % ${by} = 0, false)`,
  test: ({ size }, [by]) => Number(size ?? 1) % Number(by) === 0,
});

/** Tenants and their people. */
@Entity()
@Manager()
@Permission<Person>({ read: where({ tenant: actor('tenant') }), update: where({ id: actor('id') }) })
export class Person {
  @PrimaryKey()
  id!: number;

  @Property()
  tenant!: number;

  @Property({ type: 'text', nullable: true })
  name?: string | null;

  @ManyToOne(() => Person, { nullable: true })
  boss?: Rel<Person> | null;
}

/** Read by its members only; a member that is read by its teams, so that the two protect each other. */
@Entity()
@Manager()
@Permission<Team>({ read: anyOf(where({ members: { some: { id: actor('id') } } }), role('auditor')), create: authenticated() })
export class Team {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'text' })
  name!: string;

  @ManyToMany(() => Person)
  members = new Collection<Person>(this);

  @OneToMany(() => Memo, (memo) => memo.team)
  memos = new Collection<Memo>(this);
}

/** Rules of every kind together. */
@Entity()
@Manager()
@Permission<Memo>({
  read: [
    allOf(where({ tenant: actor('tenant') }), anyOf(where({ owner: actor('id') }), delegate('team'), role('auditor'))),
    where({ words: { hasSome: actor('words') } }),
    allOf(authenticated(), divisible(actor('by'))),
    where({ others: { gt: actor('crowd') } }),
    deny(where({ locked: true })),
    deny(actor('suspended').eq(true)),
    require(not(where({ hidden: { eq: actor('hides') } }))),
  ],
  create: where({ owner: actor('id'), tenant: actor('tenant') }),
  update: where({ owner: actor('id') }),
  delete: [role('auditor'), deny(where({ locked: true }))],
  fields: { secret: { read: role('auditor') } },
})
export class Memo {
  @PrimaryKey()
  id!: number;

  @Property()
  tenant!: number;

  @ManyToOne(() => Person, { nullable: true })
  owner?: Rel<Person> | null;

  @ManyToOne(() => Team, { nullable: true })
  team?: Rel<Team> | null;

  @Property({ type: 'boolean', nullable: true })
  locked?: boolean | null;

  @Property({ type: 'integer', nullable: true })
  size?: number | null;

  @Property({ type: 'text', nullable: true })
  hidden?: string | null;

  @Property({ type: 'text[]', nullable: true })
  words?: string[] | null;

  @Property({ type: 'text', nullable: true })
  secret?: string | null;

  @Formula((columns) => `(select count(*) from memo as other where other.tenant = ${columns.tenant})`, { lazy: true, type: 'integer' })
  others?: number;
}

/** Rows of two types in one table, each with a policy of its own. */
@Entity({ discriminatorColumn: 'type', abstract: true })
@Manager()
@Permission({ read: authenticated() })
export abstract class Asset {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'text' })
  type!: string;
}

@Entity({ discriminatorValue: 'desk' })
@Manager()
@Permission({ read: everyone(), create: everyone() })
export class Desk extends Asset {}

@Entity({ discriminatorValue: 'safe' })
@Manager()
@Permission({ read: role('auditor') })
export class Safe extends Asset {}

/** The same for everyone who has a number of others; what is counted is more than what is seen. */
@Entity()
@Manager()
@Permission<Board>({ read: where({ people: { gt: 2 } }) })
export class Board {
  @PrimaryKey()
  id!: number;

  @Formula(() => `(select count(*) from person)`, { type: 'integer' })
  people?: number;
}

/** An office with some rows. */
export interface Office {
  readonly orm: MikroORM;
  readonly boot: (options?: Partial<BootstrapOptions>) => Promise<Application>;
  readonly query: (sql: string) => Promise<Record<string, unknown>[]>;
  readonly close: () => Promise<void>;
}

const ROWS = `
  insert into person (id, tenant, name) values (1, 1, 'a'), (2, 1, 'b'), (3, 2, 'c'), (4, 2, null);
  insert into team (id, name) values (1, 'x'), (2, 'y');
  insert into team_members (team_id, person_id) values (1, 1), (1, 3), (2, 2);
  insert into memo (id, tenant, owner_id, team_id, locked, size, hidden, words) values
    (1, 1, 1, null, false, 1, null, null), (2, 1, 2, 1, false, 2, 'h', '{a,b}'), (3, 1, 2, 2, null, 3, 'x', '{}'),
    (4, 2, 3, 1, true, 4, 'x', '{a}'), (5, 2, null, null, false, 6, 'y', '{c}'), (6, 2, 4, 1, false, null, 'y', null),
    (7, 1, null, 2, false, 12, 'h', '{"it''s \\"%\\\\"}'), (8, 2, 3, 2, false, 5, 'z', '{b}');
  insert into asset (id, type) values (1, 'desk'), (2, 'safe'), (3, 'desk');
  insert into board (id) values (1);
`;

/** Opens an office on a database of its own. */
export async function openOffice(prefix: string, options: Partial<Options> = {}): Promise<Office> {
  const database = await freshDatabase(prefix);
  const orm = await MikroORM.init({
    clientUrl: database.url,
    entities: [Person, Team, Memo, Asset, Desk, Safe, Board],
    metadataProvider: ReflectMetadataProvider,
    // What is not in the mapping is none of the schema generator's.
    schemaGenerator: { ignorePolicies: true },
    ...options,
  });
  await orm.schema.create();
  const query: Office['query'] = async (sql) => orm.em.getConnection().execute(sql);
  await query(ROWS);
  return {
    orm,
    query,
    boot: async (options) => bootstrap({ orm, drift: 'off', ...options }),
    close: async () => {
      await orm.close();
      await database.drop();
    },
  };
}
