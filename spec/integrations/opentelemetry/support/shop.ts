import { Collection, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, OneToMany, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, definePlugin, type Application, type Plugin } from 'general-manager';
import { Action, everyone, Manager, nobody, Permission, role } from 'general-manager/decorators';
import type { InterfaceAdapter } from 'general-manager/plugin';
import { sideTables } from 'general-manager/mikro-orm';
import { openTelemetry, type OpenTelemetryOptions } from 'general-manager/opentelemetry';
import { freshDatabase } from '../../../support/postgres.js';
import { collectTelemetry, type CollectedTelemetry } from 'general-manager/opentelemetry/testing';

@Entity()
@Manager()
@Permission({ read: everyone(), create: role('editor'), update: role('editor'), delete: role('editor') })
export class Author {
  @PrimaryKey()
  id!: number;

  @Property({ unique: true })
  name!: string;

  @OneToMany(() => Book, (book) => book.author)
  books = new Collection<Book>(this);

  @Action({ permission: role('editor') })
  praise(): void {
    this.name = `${this.name}!`;
  }
}

@Entity()
@Manager()
@Permission({ read: role('member') })
export class Book {
  @PrimaryKey()
  id!: number;

  @Property()
  title!: string;

  @ManyToOne(() => Author)
  author!: Rel<Author>;
}

@Entity()
@Manager()
@Permission({ read: nobody() })
export class Vault {
  @PrimaryKey()
  id!: number;
}

/** A shop with telemetry, over a database of its own, with two authors and three books. */
export interface Shop {
  readonly gm: Application;
  readonly orm: MikroORM;
  readonly telemetry: CollectedTelemetry;
  close(): Promise<void>;
}

export const editor = { id: 1, roles: ['editor', 'member'] };

export interface ShopOptions extends OpenTelemetryOptions {
  readonly plugins?: readonly Plugin[];
  readonly adapters?: readonly InterfaceAdapter[];
  readonly managers?: readonly object[];
  /** Whether there is a plugin with durable events. */
  readonly durable?: boolean;
  /** Whether answers may be kept. */
  readonly cached?: boolean;
}

export async function openShop({
  plugins = [],
  adapters = [],
  managers = [],
  durable = false,
  cached = false,
  ...options
}: ShopOptions = {}): Promise<Shop> {
  const database = await freshDatabase('telemetry');
  const orm = await MikroORM.init({
    clientUrl: database.url,
    entities: [Author, Book, Vault, ...sideTables()],
    metadataProvider: ReflectMetadataProvider,
  });
  await orm.schema.create();
  const em = orm.em.fork();
  const [one, two] = [1, 2].map((id) => em.create(Author, { id, name: `author ${id}` }));
  if (one && two) [one, one, two].forEach((author, index) => em.create(Book, { id: index + 1, title: `book ${index + 1}`, author }));
  await em.flush();
  await orm.schema.execute(`select setval(pg_get_serial_sequence('author', 'id'), 100)`);
  const telemetry = collectTelemetry();
  const { tracerProvider, meterProvider } = telemetry;
  const mail = definePlugin({ name: 'mail', description: 'Waits for events.', events: 'durable', hooks: { onEvent: () => {} } });
  const gm = await bootstrap({
    orm,
    adapters,
    managers,
    drift: 'off',
    ...(cached && { cache: {} }),
    logger: { error: () => {}, warn: () => {}, info: () => {} },
    plugins: [openTelemetry({ tracerProvider, meterProvider, ...options }), ...(durable ? [mail] : []), ...plugins],
  });
  return {
    gm,
    orm,
    telemetry,
    close: async () => {
      await telemetry.stop();
      await orm.close(true);
      await database.drop();
    },
  };
}
