import 'reflect-metadata';
import { Collection, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, OneToMany, PrimaryKey, Property, ReflectMetadataProvider, Unique } from '@mikro-orm/decorators/legacy';
import { MikroORM as PostgreSql } from '@mikro-orm/postgresql';
import { MikroORM as Sqlite } from '@mikro-orm/sqlite';
import { bootstrap, type Application, type BootstrapOptions } from 'general-manager';
import { actor, anyOf, everyone, many, Manager, one, Permission, role, where } from 'general-manager/decorators';
import { bootCore, type CoreOptions, type Runtime } from 'general-manager/plugin';
import { databaseAdapter } from '../../../integrations/mikro-orm/index.js';
import { freshDatabase } from '../../support/postgres.js';

// Parts are in PostgreSQL, suppliers and their quotes in SQLite, and no column of either leads to the other.

/** Groups of parts, beside them. */
@Entity()
@Manager()
@Permission({ read: everyone() })
export class Shelf {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'text' })
  label!: string;

  @OneToMany(() => Part, (part) => part.shelf)
  parts = new Collection<Part>(this);
}

@Entity()
@Manager({
  relations: {
    supplier: one(() => Supplier, { by: 'supplierCode', to: 'code' }),
    bin: one(() => Bin, { by: ['site', 'slot'] }),
    quotes: many(() => Quote, { by: 'partNumber', to: 'number' }),
    twins: many(() => Part, { by: 'supplierCode', to: 'supplierCode' }),
  },
})
@Permission<Part>({
  read: anyOf(role('admin'), where({ hidden: false })),
  create: role('admin'),
  update: role('admin'),
  delete: role('admin'),
  fields: {
    supplierCode: { read: anyOf(role('admin'), role('buyer'), where({ owner: actor('id') })) },
    bin: { read: anyOf(role('admin'), where({ owner: actor('id') })) },
  },
})
export class Part {
  @PrimaryKey()
  id!: number;

  @Unique()
  @Property({ type: 'text' })
  number!: string;

  @Property({ type: 'integer', nullable: true })
  weight?: number | null;

  @Property({ type: 'boolean' })
  hidden!: boolean;

  @Property({ type: 'integer', nullable: true })
  owner?: number | null;

  @Property({ type: 'text', nullable: true })
  supplierCode?: string | null;

  @Property({ type: 'text', nullable: true })
  site?: string | null;

  @Property({ type: 'integer', nullable: true })
  slot?: number | null;

  @ManyToOne(() => Shelf, { nullable: true })
  shelf?: Rel<Shelf> | null;

  supplier?: Supplier;
  bin?: Bin;
  quotes!: Quote[];
  twins!: Part[];
}

@Entity()
@Manager({
  relations: {
    parts: many(() => Part, { by: 'supplierCode', to: 'code' }),
    quotes: many(() => Quote, { by: 'supplierId' }),
  },
})
@Permission<Supplier>({
  read: anyOf(role('admin'), where({ listed: true })),
  fields: { rating: { read: role('admin') } },
})
export class Supplier {
  @PrimaryKey()
  id!: number;

  @Unique()
  @Property({ type: 'text' })
  code!: string;

  @Property({ type: 'text', nullable: true })
  country?: string | null;

  @Property({ type: 'boolean' })
  listed!: boolean;

  @Property({ type: 'integer', nullable: true })
  rating?: number | null;

  parts!: Part[];
  quotes!: Quote[];
}

@Entity()
@Manager({
  relations: {
    part: one(() => Part, { by: 'partNumber', to: 'number' }),
    supplier: one(() => Supplier, { by: 'supplierId' }),
  },
})
@Permission<Quote>({
  read: anyOf(role('admin'), where({ secret: false })),
  fields: { partNumber: { read: anyOf(role('admin'), role('buyer'), where({ open: true })) } },
})
export class Quote {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'text', nullable: true })
  partNumber?: string | null;

  @Property({ type: 'integer', nullable: true })
  supplierId?: number | null;

  @Property({ type: 'integer', nullable: true })
  price?: number | null;

  @Property({ type: 'boolean' })
  secret!: boolean;

  @Property({ type: 'boolean' })
  open!: boolean;

  part?: Part;
  supplier?: Supplier;
}

@Entity()
@Manager({ relations: { parts: many(() => Part, { by: ['site', 'slot'] }) } })
@Permission({ read: everyone() })
export class Bin {
  @PrimaryKey({ type: 'text' })
  site!: string;

  @PrimaryKey({ type: 'integer' })
  slot!: number;

  @Property({ type: 'text' })
  colour!: string;

  parts!: Part[];
}

/** What is in the tables. */
export interface Rows {
  readonly shelves: readonly Pick<Shelf, 'id' | 'label'>[];
  readonly parts: readonly PartRow[];
  readonly suppliers: readonly SupplierRow[];
  readonly quotes: readonly QuoteRow[];
  readonly bins: readonly BinRow[];
}

export type PartRow = Pick<Part, 'id' | 'number' | 'hidden'> &
  Partial<Pick<Part, 'weight' | 'owner' | 'supplierCode' | 'site' | 'slot'>> & { readonly shelf?: number | null };
export type SupplierRow = Pick<Supplier, 'id' | 'code' | 'listed'> & Partial<Pick<Supplier, 'country' | 'rating'>>;
export type QuoteRow = Pick<Quote, 'id' | 'secret' | 'open'> & Partial<Pick<Quote, 'partNumber' | 'supplierId' | 'price'>>;
export type BinRow = Pick<Bin, 'site' | 'slot' | 'colour'>;

/** Two databases. */
export interface Databases {
  readonly parts: PostgreSql;
  readonly market: Sqlite;
  /** The statements that were run since the last call, of both databases: which one, and the table that is read first. */
  statements(): readonly string[];
  /** Replaces everything that is there. */
  put(rows: Partial<Rows>): Promise<void>;
  close(): Promise<void>;
}

/** Two databases, and the application over both. */
export interface Catalogue extends Databases {
  readonly gm: Application;
}

/** Opens both databases, empty, with an application. */
export async function openCatalogue(options: Partial<BootstrapOptions> = {}): Promise<Catalogue> {
  const databases = await openDatabases();
  const { parts, market } = databases;
  return { ...databases, gm: await bootstrap({ orm: [parts, market], drift: 'off', secret: 'relations', ...options }) };
}

/** The core over both databases; `partitions: false` where these only give lists, as most interfaces do. */
export function openRuntime({ parts, market }: Databases, options: Partial<CoreOptions> & { readonly partitions?: boolean } = {}): Runtime {
  const { partitions = true, ...core } = options;
  const adapters = [databaseAdapter(parts), databaseAdapter(market)];
  if (!partitions) for (const adapter of adapters) Object.defineProperty(adapter, 'readsPartitions', { value: false });
  const { runtime, problems } = bootCore({ adapters, secret: 'relations', ...core });
  if (problems.length > 0) throw new Error(problems.map(({ code, path }) => `${code} ${path}`).join(', '));
  return runtime;
}

export async function openDatabases(): Promise<Databases> {
  const ran: string[] = [];
  const onQuery = (sql: string): string => {
    if (/^\s*(select|insert|update|delete)/i.test(sql)) ran.push(sql);
    return sql;
  };
  const common = { metadataProvider: ReflectMetadataProvider, onQuery };
  const { url, drop } = await freshDatabase('relations');
  const parts = await PostgreSql.init({ ...common, clientUrl: url, entities: [Shelf, Part] });
  const market = await Sqlite.init({ ...common, dbName: ':memory:', entities: [Supplier, Quote, Bin] });
  await Promise.all([parts.schema.create(), market.schema.create()]);
  return {
    parts,
    market,
    statements: () => ran.splice(0),
    put: async (rows) => {
      const [here, there] = [parts.em.fork(), market.em.fork()];
      await here.nativeDelete(Part, {});
      await here.nativeDelete(Shelf, {});
      await there.nativeDelete(Supplier, {});
      await there.nativeDelete(Quote, {});
      await there.nativeDelete(Bin, {});
      await insert(here, Shelf, rows.shelves);
      await insert(here, Part, rows.parts);
      await here.getConnection().execute(`select setval(pg_get_serial_sequence('part', 'id'), 1000)`);
      await insert(there, Supplier, rows.suppliers);
      await insert(there, Quote, rows.quotes);
      await insert(there, Bin, rows.bins);
      ran.splice(0);
    },
    close: async () => {
      await Promise.all([parts.close(), market.close()]);
      await drop();
    },
  };
}

interface Inserts {
  insertMany(entity: never, rows: never): Promise<unknown>;
}

async function insert(em: Inserts, entity: object, rows: readonly object[] = []): Promise<void> {
  // Columns have to be the same in all rows.
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const whole = rows.map((row) => Object.fromEntries(names.map((name) => [name, Reflect.get(row, name) ?? null])));
  if (rows.length > 0) await em.insertMany(entity as never, whole as never);
}

/** Who reads. */
export interface Reader {
  readonly id: number;
  readonly roles: readonly string[];
}

export const ADMIN: Reader = { id: 1, roles: ['admin'] };
export const BUYER: Reader = { id: 2, roles: ['buyer'] };
export const GUEST: Reader = { id: 3, roles: [] };
export const READERS: Readonly<Record<string, Reader>> = { admin: ADMIN, buyer: BUYER, guest: GUEST };
