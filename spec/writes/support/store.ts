import { defineEntity, EntitySchema, p } from '@mikro-orm/core';
import { bootstrap, type Application } from 'general-manager';
import { everyone, Manager, Permission, type PermissionOptions } from 'general-manager/decorators';
import { openOrm, type DatabaseName, type OpenOrm } from '../../contract/support/stores.js';

// A store of which every constraint that a database has can be broken: everybody may do everything.

const OPEN: PermissionOptions<object> = { read: everyone(), create: everyone(), update: everyone(), delete: everyone() };

function makeEntities(database: DatabaseName): readonly unknown[] {
  const Size = defineEntity({
    name: 'Size',
    embeddable: true,
    properties: { width: p.smallint().nullable(), mark: p.string().length(20).nullable().unique() },
  });
  const Shelf = defineEntity({
    name: 'Shelf',
    uniques: [{ properties: ['hall', 'place'] }, { name: 'shelf_nicknames', properties: ['nick'] }],
    checks: [{ name: 'shelf_order', expression: 'low <= high' }],
    properties: {
      code: p.string().length(20).primary(),
      name: p.string().length(20).nullable().unique(),
      nick: p.string().length(20).nullable(),
      hall: p.integer().nullable(),
      place: p.integer().nullable(),
      burden: p.integer().nullable().check('burden >= 0'),
      low: p.integer().nullable(),
      high: p.integer().nullable(),
      count: p.smallint().nullable(),
      weight: p.decimal().precision(5).scale(2).nullable(),
      // Without a length, so that only the database knows it.
      remark: p.text().nullable(),
      size: () => p.embedded(Size).nullable(),
      items: () => p.oneToMany(Item).mappedBy('shelf'),
    },
  });
  const Item = defineEntity({
    name: 'Item',
    properties: {
      id: p.integer().primary(),
      label: p.string().length(20).nullable(),
      shelf: () => p.manyToOne(Shelf).nullable().deleteRule('no action'),
    },
  });
  /** The table is made by hand. */
  const Ledger = defineEntity({
    name: 'Ledger',
    properties: { id: p.integer().primary(), note: p.string().nullable(), slot: p.string().nullable() },
  });
  abstract class Part {
    id!: number;
    serial!: string;
  }
  class Bolt extends Part {
    thread?: string | null;
  }
  const PartSchema = new EntitySchema<Part>({
    class: Part,
    abstract: true,
    discriminatorColumn: 'kind',
    properties: { id: { type: 'integer', primary: true }, serial: { type: 'string', length: 20, unique: true } },
  });
  const BoltSchema = new EntitySchema<Bolt, Part>({
    class: Bolt,
    extends: PartSchema,
    discriminatorValue: 'bolt',
    properties: { thread: { type: 'string', length: 20, nullable: true, unique: true } },
  });
  const Archived = defineEntity({
    name: 'Archived',
    tableName: 'shelf',
    schema: 'archive',
    properties: { code: p.string().length(20).primary(), alias: p.string().length(20).fieldName('name').unique('archive_names') },
  });
  const managers = [Shelf, Item, Ledger, Part, Bolt, ...(database === 'postgresql' ? [Archived] : [])];
  for (const each of managers) {
    Manager()(each);
    Permission(OPEN)(each);
  }
  return [Size, Shelf, Item, Ledger, PartSchema, BoltSchema, ...(database === 'postgresql' ? [Archived] : [])];
}

/** A booted store over a database of its own. */
export interface Store extends OpenOrm {
  readonly gm: Application;
  readonly logged: object[];
}

export async function openStore(database: Exclude<DatabaseName, 'mysql'>): Promise<Store> {
  const opened = await openOrm(database, makeEntities(database));
  await opened.run('drop table ledger');
  const key = { postgresql: 'serial primary key', sqlite: 'integer primary key', mariadb: 'integer auto_increment primary key' }[database];
  await opened.run(`create table ledger (id ${key}, note varchar(200) not null, slot varchar(20) null)`);
  const logged: object[] = [];
  const log = (fields: object): void => void logged.push(fields);
  const gm = await bootstrap({ orm: opened.orm, drift: 'off', logger: { error: log, warn: log, info: log } });
  return { ...opened, gm, logged };
}
