import { Collection, type Opt, type Rel } from '@mikro-orm/core';
import {
  Embeddable,
  Embedded,
  Entity,
  Enum,
  ManyToMany,
  ManyToOne,
  OneToMany,
  OneToOne,
  PrimaryKey,
  Property,
  ReflectMetadataProvider,
  Unique,
} from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, type Application, type BootstrapOptions } from 'general-manager';
import {
  actor,
  after,
  anyOf,
  authenticated,
  before,
  changed,
  check,
  delegate,
  deny,
  everyone,
  Manager,
  nobody,
  Permission,
  role,
  where,
} from 'general-manager/decorators';
import { freshDatabase } from '../../support/postgres.js';

// An office in which everything is writable: every kind of relation, and rules that depend on rows, on fields and on changes.

export enum Priority {
  Low = 'low',
  High = 'high',
}

@Embeddable()
export class Effort {
  @Property({ type: 'integer' })
  hours!: number;

  @Property({ length: 10, nullable: true })
  unit?: string | null;
}

@Entity()
@Manager()
@Permission<Team>({ read: everyone(), create: role('boss'), update: role('boss'), delete: role('boss') })
export class Team {
  @PrimaryKey()
  id!: number;

  @Property({ length: 20, unique: true })
  name!: string;

  @OneToMany(() => Project, (project) => project.team)
  projects = new Collection<Project>(this);
}

const owns = where<Project>({ owner: actor('id') });

/** Seen and changed by its owner; the boss does everything. */
@Entity()
@Manager()
@Permission<Project>({
  read: anyOf(owns, role('boss')),
  create: anyOf(owns, role('boss')),
  update: [anyOf(owns, role('boss')), deny(where<Project>({ name: 'frozen' }))],
  delete: owns,
  fields: { budget: { read: role('boss'), update: role('boss') } },
})
export class Project {
  @PrimaryKey()
  id!: number;

  @Property({ length: 30 })
  name!: string;

  @Property({ length: 10 })
  owner!: string;

  @Property({ type: 'decimal', precision: 10, scale: 2, nullable: true })
  budget?: string | null;

  @Property({ type: 'text', nullable: true, lazy: true })
  notes?: string | null;

  @Property({ version: true, type: 'integer' })
  version!: number & Opt;

  @ManyToOne(() => Team, { nullable: true })
  team?: Rel<Team> | null;

  @OneToMany(() => Task, (task) => task.project)
  tasks = new Collection<Task>(this);

  @OneToOne(() => Brief, (brief) => brief.project)
  brief?: Rel<Brief> | null;

  @ManyToMany(() => Tag, (tag) => tag.projects, { owner: true })
  tags = new Collection<Tag>(this);
}

/** Belongs to whoever the project belongs to; done is done. */
@Entity()
@Manager()
@Unique({ properties: ['project', 'title'] })
@Permission<Task>({
  read: delegate('project'),
  create: [delegate('project'), deny(where<Task>({ title: 'forbidden' }))],
  update: [
    delegate('project'),
    deny(before<Task>({ done: true })),
    deny(after<Task>({ title: 'forbidden' })),
    deny(check<Task>({ name: 'sane', test: (task) => task.title === 'insane' })),
  ],
  delete: delegate('project'),
  fields: { priority: { create: role('boss'), update: role('boss') } },
})
export class Task {
  @PrimaryKey({ type: 'uuid' })
  id: string & Opt = crypto.randomUUID();

  @Property({ length: 20 })
  title!: string;

  @Property({ type: 'boolean', default: false })
  done: boolean & Opt = false;

  @Enum({ items: () => Priority, default: Priority.Low })
  priority: Priority & Opt = Priority.Low;

  @Property({ type: 'bigint', nullable: true })
  size?: bigint | null;

  @Property({ type: 'date', nullable: true })
  due?: string | null;

  @Property({ type: 'text[]', nullable: true })
  labels?: string[] | null;

  @Property({ type: 'json', nullable: true })
  facts?: object | null;

  @Embedded(() => Effort, { nullable: true })
  effort?: Effort | null;

  @Property({ type: 'integer', nullable: true, check: 'progress between 0 and 100' })
  progress?: number | null;

  @Property({ type: 'datetime', onUpdate: () => new Date(), nullable: true })
  touched?: Date | null;

  @ManyToOne(() => Project)
  project!: Rel<Project>;

  @ManyToOne(() => Task, { nullable: true })
  parent?: Rel<Task> | null;

  @OneToMany(() => Task, (task) => task.parent)
  parts = new Collection<Task>(this);
}

@Entity()
@Manager()
@Permission<Brief>({
  read: delegate('project'),
  create: delegate('project'),
  update: [delegate('project'), deny(changed<Brief>('text'))],
  delete: delegate('project'),
})
export class Brief {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'text' })
  text!: string;

  @OneToOne(() => Project, { owner: true, nullable: true })
  project?: Rel<Project> | null;
}

/** Some are hidden from everybody. */
@Entity()
@Manager()
@Permission<Tag>({ read: where<Tag>({ hidden: false }), create: authenticated(), update: nobody(), delete: nobody() })
export class Tag {
  @PrimaryKey()
  id!: number;

  @Property({ length: 20, unique: true })
  label!: string;

  @Property({ type: 'boolean', default: false })
  hidden: boolean & Opt = false;

  @ManyToMany(() => Project, (project) => project.tags)
  projects = new Collection<Project>(this);
}

/** Addressed by a relation and a value. */
@Entity()
@Manager()
@Permission<Seat>({ read: everyone(), create: authenticated(), update: authenticated(), delete: authenticated() })
export class Seat {
  @ManyToOne(() => Team, { primary: true })
  team!: Rel<Team>;

  @PrimaryKey({ type: 'integer' })
  row!: number;

  @Property({ length: 20, nullable: true })
  sitter?: string | null;
}

export const ENTITIES = [Team, Project, Task, Brief, Tag, Seat, Effort];

/** A booted office over a database of its own. */
export interface Office {
  readonly gm: Application;
  readonly orm: MikroORM;
  /** What was sent to the database since it was emptied last. */
  readonly statements: string[];
  /** What was logged, in place of standard error. */
  readonly logged: object[];
  query(sql: string, parameters?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  /** Empties every table, and starts all numbers anew. */
  reset(): Promise<void>;
  boot(options?: Partial<BootstrapOptions>): Promise<Application>;
  close(): Promise<void>;
}

export const boss = { id: 'boss', roles: ['boss'] };
export const ann = { id: 'ann', roles: [] };
export const bob = { id: 'bob', roles: [] };

export async function openOffice(prefix: string, options: Partial<BootstrapOptions> = {}): Promise<Office> {
  const database = await freshDatabase(prefix);
  const orm = await MikroORM.init({ clientUrl: database.url, entities: ENTITIES, metadataProvider: ReflectMetadataProvider });
  await orm.schema.create();
  const statements: string[] = [];
  const query: Office['query'] = async (sql, parameters = []) => orm.em.getConnection().execute(sql, [...parameters]);
  orm.config.set('onQuery', (sql: string) => {
    statements.push(sql);
    return sql;
  });
  const logged: object[] = [];
  const log = (fields: object): void => void logged.push(fields);
  const logger = { error: log, warn: log, info: log };
  const boot: Office['boot'] = async (more) => bootstrap({ orm, drift: 'off', logger, ...options, ...more });
  return {
    orm,
    statements,
    logged,
    query,
    boot,
    gm: await boot(),
    reset: async () => {
      await query('truncate team, project, task, brief, tag, seat, project_tags restart identity cascade');
      statements.length = 0;
      logged.length = 0;
    },
    close: async () => {
      await orm.close();
      await database.drop();
    },
  };
}
