import { setTimeout as wait } from 'node:timers/promises';
import { Entity, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, definePlugin, type Application, type HookMap, type Logger, type Plugin, type WorkerOptions } from 'general-manager';
import { actor, everyone, Manager, Permission, where } from 'general-manager/decorators';
import { sideTables } from 'general-manager/mikro-orm';
import { freshDatabase } from '../../support/postgres.js';

@Entity()
@Manager()
@Permission<Parcel>({ read: everyone(), create: everyone(), update: where<Parcel>({ owner: actor('id') }), delete: everyone() })
export class Parcel {
  @PrimaryKey()
  id!: number;

  @Property()
  owner!: string;

  @Property({ nullable: true })
  place?: string | null;
}

type Hook = HookMap['onEvent'];

/** A plugin that is told of events by a worker. */
export const durable = (name: string, onEvent: Hook): Plugin =>
  definePlugin({ name, description: 'Of a spec.', events: 'durable', hooks: { onEvent } });

/** Applications on one database with the side tables. */
export interface Outbox {
  readonly orm: MikroORM;
  readonly logged: object[];
  boot(...plugins: readonly Plugin[]): Promise<Application>;
  query(sql: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** Opens a database of its own for a suite. */
export async function openOutbox(name: string): Promise<Outbox> {
  const store = await freshDatabase(name);
  const orm = await MikroORM.init({
    clientUrl: store.url,
    entities: [Parcel, ...sideTables()],
    metadataProvider: ReflectMetadataProvider,
  });
  await orm.schema.create();
  const logged: object[] = [];
  const log = (fields: object, message: string): void => void logged.push({ ...fields, message });
  const logger: Logger = { error: log, warn: log, info: log };
  return {
    orm,
    logged,
    boot: async (...plugins) => bootstrap({ orm, drift: 'off', plugins, logger }),
    query: async (sql) => orm.em.getConnection().execute(sql),
    close: async () => {
      await orm.close();
      await store.drop();
    },
  };
}

/** Settings of workers that wait for nothing. */
export const EAGER: WorkerOptions = { pollMs: 20, backoffMs: 0, maxAttempts: 3, leaseMs: 5000 };

/** Runs a worker until nothing is left that it could do. */
export async function work(gm: Application, options: WorkerOptions = {}): Promise<void> {
  const worker = gm.worker({ ...EAGER, ...options }).start();
  await worker.idle();
  await worker.stop();
}

/** Waits until something is so. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await wait(5);
}
