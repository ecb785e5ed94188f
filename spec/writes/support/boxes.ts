import { Collection, type EventSubscriber, type Opt, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, OneToMany, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, type Application } from 'general-manager';
import { actor, anyOf, database, deny, Interface, Manager, Permission, role, where } from 'general-manager/decorators';
import { sideTables } from 'general-manager/mikro-orm';
import { freshDatabase } from '../../support/postgres.js';

const owned = where<{ owner: string }>({ owner: actor('id') });

@Entity()
@Manager()
@Interface(database({ history: true }))
@Permission<Box>({ read: anyOf(owned, role('boss')), create: owned, update: owned, delete: owned })
export class Box {
  @PrimaryKey()
  id!: number;

  @Property({ length: 8 })
  owner!: string;

  @OneToMany(() => Card, (card) => card.box)
  cards = new Collection<Card>(this);
}

@Entity()
@Manager()
@Interface(database({ history: true }))
@Permission<Card>({
  read: anyOf(owned, where<Card>({ open: true }), role('boss')),
  create: [anyOf(owned, role('boss'))],
  update: [anyOf(owned, role('boss')), deny(where<Card>({ title: 'locked' }))],
  delete: owned,
})
export class Card {
  @PrimaryKey()
  id!: number;

  @Property({ length: 8, unique: true })
  title!: string;

  @Property({ length: 8 })
  owner!: string;

  @Property({ type: 'boolean', default: false })
  open: boolean & Opt = false;

  @Property({ type: 'integer', version: true })
  version!: number & Opt;

  @ManyToOne(() => Box, { nullable: true })
  box?: Rel<Box> | null;
}

/** Boxes and cards in a database of their own, with a history. */
export interface BoxStore {
  readonly gm: Application;
  query(sql: string): Promise<Record<string, unknown>[]>;
  empty(): Promise<void>;
  close(): Promise<void>;
}

export async function openBoxes(name: string, subscribers: EventSubscriber[] = []): Promise<BoxStore> {
  const store = await freshDatabase(name);
  const orm = await MikroORM.init({
    clientUrl: store.url,
    driverOptions: { options: '-c deadlock_timeout=20ms' },
    subscribers,
    entities: [Box, Card, ...sideTables()],
    metadataProvider: ReflectMetadataProvider,
  });
  await orm.schema.create();
  const gm = await bootstrap({ orm, drift: 'off' });
  const query = async (sql: string): Promise<Record<string, unknown>[]> => orm.em.getConnection().execute(sql);
  return {
    gm,
    query,
    empty: async () => void (await query('truncate box, card, general_manager.gm_history restart identity cascade')),
    close: async () => {
      await orm.close();
      await store.drop();
    },
  };
}
