import 'reflect-metadata';
import { Collection, type EntityManager, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, OneToMany, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, type Application, type BootstrapOptions } from 'general-manager';
import { actor, everyone, Manager, Permission, where } from 'general-manager/decorators';
import { freshDatabase } from '../../support/postgres.js';

@Entity()
@Manager()
@Permission({ read: everyone() })
export class Team {
  @PrimaryKey()
  id!: number;

  @Property()
  name!: string;

  @OneToMany(() => Note, (note) => note.team)
  notes = new Collection<Note>(this);
}

/** Everybody reads their own; the mood only where it is told, the pin not at all. */
@Entity()
@Manager()
@Permission<Note>({ read: where({ owner: actor('id') }), fields: { mood: { read: where({ told: true }) } } })
export class Note {
  @PrimaryKey()
  id!: number;

  @Property()
  owner!: number;

  @Property()
  title!: string;

  @Property({ type: 'text', nullable: true })
  mood?: string | null;

  @Property({ type: 'boolean' })
  told!: boolean;

  @Property({ type: 'integer', hidden: true, nullable: true })
  pin?: number | null;

  @ManyToOne(() => Team, { nullable: true })
  team?: Rel<Team> | null;
}

export const ADA = { id: 1 };
export const BOB = { id: 2 };

/** What hand-written resolvers get. */
export interface Context {
  readonly session: EntityManager;
  readonly actor: { readonly id: number } | null;
}

/** A notebook that keeps what is hidden, until it is booted with something that does not. */
export interface Notebook {
  readonly orm: MikroORM;
  boot(options?: Partial<BootstrapOptions>): Promise<Application>;
  close(): Promise<void>;
}

/** Opens a notebook with notes of two owners. */
export async function openNotebook(): Promise<Notebook> {
  const database = await freshDatabase('leaks');
  const orm = await MikroORM.init({ clientUrl: database.url, entities: [Team, Note], metadataProvider: ReflectMetadataProvider });
  await orm.schema.create();
  const em = orm.em.fork();
  const teams = ['North', 'South'].map((name, index) => em.create(Team, { id: index + 1, name }));
  for (let id = 1; id <= 12; id += 1) {
    const team = teams[id % 2] as Team;
    em.create(Note, {
      id,
      owner: id % 3 === 0 ? 2 : 1,
      title: `the story of ${id * 7919}`,
      mood: `feels like ${id * 104_729}`,
      pin: id * 3,
      told: id % 4 === 0,
      team,
    });
  }
  await em.flush();
  return {
    orm,
    boot: async (options) => bootstrap({ orm, drift: 'off', secret: 'the same', logger: SILENT, ...options }),
    close: async () => {
      await orm.close();
      await database.drop();
    },
  };
}

const nothing = (): void => undefined;
const SILENT = { error: nothing, warn: nothing, info: nothing };
