import { KeyvPostgres } from '@keyv/postgres';
import KeyvRedis from '@keyv/redis';
import { Entity, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { Keyv } from 'keyv';
import { bootstrap, type Application } from 'general-manager';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { sideTables } from 'general-manager/mikro-orm';

/** Goes up, and is written by one process at a time. */
@Entity()
@Manager({ cache: 'dependency' })
@Permission({ read: everyone() })
export class Counter {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'integer' })
  value!: number;
}

export const openCounters = async (url: string): Promise<MikroORM> =>
  MikroORM.init({
    clientUrl: url,
    entities: [Counter, ...sideTables()],
    metadataProvider: ReflectMetadataProvider,
    driverOptions: { options: '-c jit=off' },
  });

/** `store` is the URL of a Redis, or of a PostgreSQL. */
export const bootCounters = async (orm: MikroORM, store: string): Promise<Application> =>
  bootstrap({
    orm,
    drift: 'off',
    recordChanges: true,
    secret: 'counters',
    cache: {
      store: new Keyv(store.startsWith('redis') ? new KeyvRedis(store) : new KeyvPostgres({ uri: store })),
      memory: { maxEntries: 3 },
      leaseMs: 300,
      waitMs: 500,
    },
  });
