import 'reflect-metadata';
import { ArrayType, Collection, Type, type EntitySchema, type Rel } from '@mikro-orm/core';
import {
  Embeddable,
  Embedded,
  Entity,
  Enum,
  ManyToOne,
  OneToMany,
  PrimaryKey,
  Property,
  ReflectMetadataProvider,
} from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, type Application, type BootstrapOptions } from 'general-manager';
import { authenticated, everyone, Manager, nobody, Permission } from 'general-manager/decorators';
import { freshDatabase } from '../../support/postgres.js';

export enum Mood {
  Calm = 'calm',
  Wild = 'wild',
  Odd = "it's %odd_",
}

export enum Grade {
  Low = 1,
  High = 7,
}

@Entity()
@Manager()
@Permission({ read: everyone() })
export class Shelf {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'text', nullable: true })
  name?: string | null;

  @Property({ type: 'integer', nullable: true })
  floor?: number | null;

  @Property({ hidden: true, nullable: true })
  lock?: string;

  @OneToMany(() => Thing, (thing) => thing.shelf)
  things = new Collection<Thing>(this);
}

/** Nobody sees one: what sorts and filters by it sorts and filters by null. */
@Entity()
@Manager()
@Permission({ read: nobody() })
export class Vault {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'text' })
  code!: string;
}

/** Texts that are told apart by their letters alone: many of them are stored as one. */
class ShadeType extends Type<string | null, string | null> {
  override convertToDatabaseValue(value: string | null): string | null {
    return value === null ? null : value.trim().toLowerCase();
  }
  override convertToJSValue(value: string | null): string | null {
    return value === null ? null : value.toUpperCase();
  }
  override getColumnType(): string {
    return 'text';
  }
  override get runtimeType(): string {
    return 'string';
  }
}

/** `12%` outside, 12 inside; throws at anything else. */
class ShareType extends Type<string | null, number | null> {
  override convertToDatabaseValue(value: string | null): number | null {
    if (value === null) return null;
    if (!/^\d{1,3}%$/.test(value)) throw new TypeError('no share');
    return Number.parseInt(value, 10);
  }
  override convertToJSValue(value: number | null): string | null {
    return value === null ? null : `${value}%`;
  }
  override getColumnType(): string {
    return 'int';
  }
}

@Embeddable()
export class Measure {
  @Property({ type: 'integer', nullable: true })
  width?: number | null;
}

/** One column of each type that lists are filtered and sorted by. */
@Entity()
@Manager()
@Permission({ read: everyone() })
export class Thing {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'text', nullable: true })
  label?: string | null;

  @Property({ type: 'integer', nullable: true })
  size?: number | null;

  @Property({ type: 'double', nullable: true })
  weight?: number | null;

  @Property({ type: 'bigint', nullable: true })
  serial?: bigint | null;

  @Property({ type: 'decimal', precision: 20, scale: 4, nullable: true })
  price?: string | null;

  @Property({ type: 'boolean', nullable: true })
  fragile?: boolean | null;

  @Property({ type: 'date', nullable: true })
  made?: string | null;

  @Property({ type: 'time', columnType: 'time(6)', nullable: true })
  opens?: string | null;

  @Property({ type: 'time', columnType: 'timetz(6)', nullable: true })
  shuts?: string | null;

  @Property({ type: 'interval', nullable: true })
  lasts?: string | null;

  @Property({ type: 'float', columnType: 'real', nullable: true })
  heft?: number | null;

  @Property({ type: ShadeType, nullable: true })
  shade?: string | null;

  @Property({ type: ShareType, nullable: true })
  share?: string | null;

  @Property({ type: 'datetime', columnType: 'timestamptz(6)', nullable: true })
  seen?: Date | null;

  @Property({ type: 'datetime', columnType: 'timestamp(6)', nullable: true })
  noted?: Date | null;

  @Property({ type: 'uuid', nullable: true })
  code?: string | null;

  @Enum({ items: () => Mood, nullable: true })
  mood?: Mood | null;

  @Enum({ items: () => Mood, nativeEnumName: 'thing_tint', nullable: true })
  tint?: Mood | null;

  @Enum({ items: () => Grade, nullable: true })
  grade?: Grade | null;

  @Property({ type: 'text[]', nullable: true })
  tags?: string[] | null;

  @Property({ type: new ArrayType(Number), columnType: 'int[]', nullable: true })
  counts?: number[] | null;

  @Property({ type: 'json', nullable: true })
  facts?: object | null;

  @Embedded(() => Measure, { nullable: true })
  measure?: Measure | null;

  @ManyToOne(() => Shelf, { nullable: true })
  shelf?: Rel<Shelf> | null;

  @ManyToOne(() => Vault, { nullable: true })
  vault?: Rel<Vault> | null;

  @Property({ type: 'text', hidden: true, nullable: true })
  secret?: string | null;
}

/** Addressed by several columns, one of them a relation's. */
@Entity()
@Manager()
@Permission({ read: authenticated() })
export class Slot {
  @ManyToOne(() => Shelf, { primary: true })
  shelf!: Rel<Shelf>;

  @PrimaryKey({ type: 'text' })
  row!: string;

  @Property({ type: 'integer', nullable: true })
  size?: number | null;
}

/** A booted application over a database of its own. */
export interface Store {
  readonly gm: Application;
  readonly orm: MikroORM;
  /** What was logged, in place of standard error. */
  readonly logged: object[];
  /** Puts rows, written as the columns are called, in place of all that a table held. */
  fill(table: string, rows: readonly object[]): Promise<void>;
  query(sql: string, parameters?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  /** Boots again over the same database. */
  boot(options?: Partial<BootstrapOptions>): Promise<Application>;
  close(): Promise<void>;
}

/** What refers to the rows of a table. Few rows are gone sooner by a delete than by a truncate. */
const DEPENDENT: Readonly<Record<string, readonly string[]>> = { shelf: ['slot', 'thing'], vault: ['thing'] };

/** Opens a store with empty tables; `more` are further entities. */
export async function openStore(
  prefix: string,
  options: Partial<BootstrapOptions> = {},
  more: readonly EntitySchema[] = [],
): Promise<Store> {
  const database = await freshDatabase(prefix);
  const orm = await MikroORM.init({
    clientUrl: database.url,
    entities: [Shelf, Vault, Measure, Thing, Slot, ...more],
    metadataProvider: ReflectMetadataProvider,
  });
  await orm.schema.create();
  const query: Store['query'] = async (sql, parameters = []) => orm.em.getConnection().execute(sql, [...parameters]);
  const logged: object[] = [];
  const log = (fields: object): void => void logged.push(fields);
  const logger = { error: log, warn: log, info: log };
  const boot: Store['boot'] = async (more) => bootstrap({ orm, drift: 'off', logger, ...options, ...more });
  return {
    orm,
    logged,
    query,
    boot,
    gm: await boot(),
    fill: async (table, rows) => {
      for (const each of [...(DEPENDENT[table] ?? []), table]) await query(`delete from "${each}"`);
      await query(`insert into "${table}" select * from jsonb_populate_recordset(null::"${table}", ?::jsonb)`, [JSON.stringify(rows)]);
    },
    close: async () => {
      await orm.close();
      await database.drop();
    },
  };
}
