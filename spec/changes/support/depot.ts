import 'reflect-metadata';
import { ArrayType, Collection, type Rel } from '@mikro-orm/core';
import {
  Embeddable,
  Embedded,
  Entity,
  Enum,
  ManyToMany,
  ManyToOne,
  OneToMany,
  PrimaryKey,
  Property,
  ReflectMetadataProvider,
} from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, type Application, type BootstrapOptions } from 'general-manager';
import { Action, actor, anyOf, everyone, Manager, Permission, role, where, type PermissionOptions } from 'general-manager/decorators';
import { sideTables } from 'general-manager/mikro-orm';
import { freshDatabase } from '../../support/postgres.js';
import { Keeper } from './keeper.js';

const OPEN: PermissionOptions<object> = { read: everyone(), create: everyone(), update: everyone(), delete: everyone() };

export enum State {
  New = 'new',
  Old = 'old',
}

@Embeddable()
export class Size {
  @Property({ type: 'integer', nullable: true })
  width?: number | null;
}

@Entity()
@Manager()
@Permission(OPEN)
export class Depot {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'text' })
  name!: string;

  @Property({ type: 'integer', nullable: true })
  rank?: number | null;

  @OneToMany(() => Item, (item) => item.depot)
  items = new Collection<Item>(this);
}

/** Is seen by those who may see its depot of a rank, and by managers. */
@Entity()
@Manager()
@Permission<Item>({
  ...OPEN,
  read: anyOf(role('manager'), where({ owner: actor('id') }), where({ depot: { rank: { gt: 1 } } })),
  fields: { price: { read: anyOf(role('manager'), where({ state: State.New })) } },
})
export class Item {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'text', nullable: true })
  label?: string | null;

  @Property({ type: 'integer', nullable: true })
  count?: number | null;

  @Property({ type: 'decimal', precision: 8, scale: 2, nullable: true })
  price?: string | null;

  @Property({ type: 'datetime', columnType: 'timestamptz(3)', nullable: true })
  seen?: Date | null;

  @Property({ type: 'bigint', nullable: true })
  serial?: bigint | null;

  @Property({ type: 'double', nullable: true })
  weight?: number | null;

  @Property({ type: 'boolean', nullable: true })
  good?: boolean | null;

  @Property({ type: 'date', nullable: true })
  made?: string | null;

  @Property({ type: 'uuid', nullable: true })
  code?: string | null;

  @Enum({ items: () => State, nullable: true })
  state?: State | null;

  @Property({ type: 'text[]', nullable: true })
  marks?: string[] | null;

  @Property({ type: new ArrayType(Number), columnType: 'int[]', nullable: true })
  counts?: number[] | null;

  @Property({ type: 'json', nullable: true })
  facts?: object | null;

  @Property({ type: 'integer', nullable: true })
  owner?: number | null;

  @Property({ columnType: 'integer', generated: '(count * 2) stored', nullable: true, type: 'integer' })
  twice?: number | null;

  @Embedded(() => Size, { nullable: true })
  size?: Size | null;

  @ManyToOne(() => Depot, { nullable: true, deleteRule: 'set null' })
  depot?: Rel<Depot> | null;

  @ManyToMany(() => Tag, (tag) => tag.items, { owner: true })
  tags = new Collection<Tag>(this);

  @OneToMany(() => Note, (note) => note.item, { orphanRemoval: true })
  notes = new Collection<Note>(this);

  /** May be done by whom the depot lets, which nothing else of a read may ask about. */
  @Action<Item>({ permission: where({ depot: { rank: { gt: 2 } } }) })
  mark(): void {
    this.label = 'marked';
  }
}

@Entity()
@Manager()
@Permission(OPEN)
export class Tag {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'text' })
  name!: string;

  @ManyToMany(() => Item, (item) => item.tags)
  items = new Collection<Item>(this);
}

/** Goes with its item. */
@Entity()
@Manager()
@Permission(OPEN)
export class Note {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'text' })
  text!: string;

  @ManyToOne(() => Item, { deleteRule: 'cascade', updateRule: 'cascade' })
  item!: Rel<Item>;
}

@Entity({ discriminatorColumn: 'kind', abstract: true })
@Manager()
@Permission(OPEN)
export abstract class Vehicle {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'text' })
  plate!: string;

  @Enum({ items: ['car', 'truck'] })
  kind!: string;
}

@Entity({ discriminatorValue: 'car' })
@Manager()
@Permission(OPEN)
export class Car extends Vehicle {
  @Property({ type: 'integer', nullable: true })
  seats?: number | null;
}

@Entity({ discriminatorValue: 'truck' })
@Manager()
@Permission(OPEN)
export class Truck extends Vehicle {
  @Property({ type: 'integer', nullable: true })
  load?: number | null;
}

export const ENTITIES = [Size, Depot, Item, Tag, Note, Vehicle, Car, Truck] as const;

/** A booted application that writes down what is written, over a database of its own. */
export interface Yard {
  readonly gm: Application;
  readonly orm: MikroORM;
  readonly url: string;
  readonly keeper: Keeper;
  query(sql: string, parameters?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

export interface YardOptions {
  readonly boot?: Partial<BootstrapOptions>;
  readonly prepare?: (query: Yard['query']) => Promise<unknown>;
}

export async function openYard(name: string, { boot, prepare }: YardOptions = {}): Promise<Yard> {
  const database = await freshDatabase(name);
  const orm = await MikroORM.init({
    clientUrl: database.url,
    entities: [...ENTITIES, ...sideTables()],
    metadataProvider: ReflectMetadataProvider,
    // Tables without statistics make PostgreSQL compile every statement of a spec.
    driverOptions: { options: '-c jit=off' },
  });
  await orm.schema.create();
  const query: Yard['query'] = async (sql, parameters = []) =>
    orm.em
      .fork()
      .getConnection()
      .execute(sql, [...parameters]);
  await prepare?.(query);
  const keeper = new Keeper();
  const gm = await bootstrap({ orm, drift: 'off', recordChanges: true, plugins: [keeper.plugin], ...boot });
  return {
    gm,
    orm,
    url: database.url,
    keeper: keeper.of(gm, 'Item'),
    query,
    close: async () => {
      await gm.close();
      await orm.close();
      await database.drop();
    },
  };
}
