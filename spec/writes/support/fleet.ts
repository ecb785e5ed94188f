import { Collection, type Opt, type Rel } from '@mikro-orm/core';
import { Entity, ManyToMany, ManyToOne, OneToMany, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, type Application } from 'general-manager';
import {
  actor,
  anyOf,
  authenticated,
  database,
  delegate,
  everyone,
  Interface,
  Manager,
  Permission,
  role,
  where,
} from 'general-manager/decorators';
import { sideTables } from 'general-manager/mikro-orm';
import { freshDatabase } from '../../support/postgres.js';

// Ships that change hands: of what they were, whoever saw it then is told.

const WRITTEN = { create: authenticated(), update: authenticated(), delete: authenticated() };

@Entity()
@Manager()
@Interface(database({ history: true }))
@Permission<Fleet>({ ...WRITTEN, read: anyOf(where<Fleet>({ owner: actor('id') }), role('boss')) })
export class Fleet {
  @PrimaryKey()
  id!: number;

  @Property()
  owner!: string;

  @OneToMany(() => Ship, (ship) => ship.fleet)
  ships = new Collection<Ship>(this);
}

@Entity()
@Manager()
@Interface(database({ history: { author: role('auditor') }, softDelete: { field: 'sunk', read: role('auditor') } }))
@Permission<Ship>({
  ...WRITTEN,
  read: anyOf(where<Ship>({ owner: actor('id') }), role('boss'), role('auditor')),
  fields: { cargo: { read: role('boss') } },
})
export class Ship {
  @PrimaryKey()
  id!: number;

  @Property()
  name!: string;

  @Property()
  owner!: string;

  @Property({ nullable: true })
  cargo?: string | null;

  @Property({ type: 'datetime', nullable: true })
  sunk?: Date | null;

  @ManyToOne(() => Fleet, { nullable: true })
  fleet?: Rel<Fleet> | null;

  @OneToMany(() => Voyage, (voyage) => voyage.ship)
  voyages = new Collection<Voyage>(this);

  @ManyToMany(() => Flag, (flag) => flag.ships, { owner: true })
  flags = new Collection<Flag>(this);
}

/** Nobody sees those that are retired. */
@Entity()
@Manager()
@Interface(database({ history: true, softDelete: 'retired' }))
@Permission({ ...WRITTEN, read: everyone() })
export class Flag {
  @PrimaryKey({ type: 'text' })
  id!: string;

  @Property({ type: 'datetime', nullable: true })
  retired?: Date | null;

  @ManyToMany(() => Ship, (ship) => ship.flags)
  ships = new Collection<Ship>(this);
}

/** Seen by whoever sees the ship, and when it was cancelled by whom the ship belongs to. */
@Entity()
@Manager()
@Interface(database({ history: true, softDelete: { field: 'cancelled', deleted: true, read: where({ ship: { owner: actor('id') } }) } }))
@Permission<Voyage>({ ...WRITTEN, read: delegate('ship') })
export class Voyage {
  @PrimaryKey()
  id!: number;

  @Property()
  goal!: string;

  @Property({ type: 'boolean', default: false })
  cancelled: boolean & Opt = false;

  @ManyToOne(() => Ship)
  ship!: Rel<Ship>;
}

/** Without a history. */
@Entity()
@Manager()
@Permission({ ...WRITTEN, read: everyone() })
export class Harbour {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'boolean' })
  open!: boolean;
}

/** What its policy leads to keeps no history. */
@Entity()
@Manager()
@Interface(database({ history: true }))
@Permission<Berth>({ ...WRITTEN, read: where<Berth>({ harbour: { open: true } }) })
export class Berth {
  @PrimaryKey()
  id!: number;

  @ManyToOne(() => Harbour)
  harbour!: Rel<Harbour>;
}

export const ann = { id: 'ann', roles: [] };
export const bob = { id: 'bob', roles: [] };
export const boss = { id: 'boss', roles: ['boss'] };
export const auditor = { id: 'aud', roles: ['auditor'] };

export interface FleetStore {
  readonly gm: Application;
  readonly orm: MikroORM;
  readonly statements: string[];
  query(sql: string): Promise<Record<string, unknown>[]>;
  reset(): Promise<void>;
  close(): Promise<void>;
}

export async function openFleet(name: string): Promise<FleetStore> {
  const store = await freshDatabase(name);
  const statements: string[] = [];
  const orm = await MikroORM.init({
    clientUrl: store.url,
    entities: [Fleet, Ship, Flag, Voyage, Harbour, Berth, ...sideTables()],
    metadataProvider: ReflectMetadataProvider,
    onQuery: (sql) => {
      statements.push(sql);
      return sql;
    },
  });
  await orm.schema.create();
  const query = async (sql: string): Promise<Record<string, unknown>[]> => orm.em.getConnection().execute(sql);
  return {
    gm: await bootstrap({ orm, drift: 'off' }),
    orm,
    statements,
    query,
    reset: async () => {
      await query('truncate fleet, ship, flag, ship_flags, voyage, harbour, berth, general_manager.gm_history restart identity cascade');
      statements.length = 0;
    },
    close: async () => {
      await orm.close();
      await store.drop();
    },
  };
}
