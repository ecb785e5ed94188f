import { randomBytes } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/core';
import { MikroORM as MariaDb } from '@mikro-orm/mariadb';
import { MikroORM as MySql } from '@mikro-orm/mysql';
import { MikroORM as PostgreSql } from '@mikro-orm/postgresql';
import { MikroORM as Sqlite } from '@mikro-orm/sqlite';
import type { Runtime } from 'general-manager/plugin';
import { databaseAdapter } from '../../../integrations/mikro-orm/index.js';
import { bootCore } from '../../../lib/plugin.js';
import { freshDatabase } from '../../support/postgres.js';
import { makeEntities } from './entities.js';
import { greets } from './greets.js';

/** The databases that executors are held against; PostgreSQL's compiled reads are what the others have to equal. */
export type DatabaseName = 'postgresql' | 'sqlite' | 'mysql' | 'mariadb';

/** An ORM over a database of its own, with tables. */
export interface OpenOrm {
  readonly orm: MikroORM;
  /** The statements that were run since the last call, without those that only begin and end a transaction. */
  statements(): readonly string[];
  run(sql: string): Promise<unknown>;
  close(): Promise<void>;
}

/** A booted core over a database of its own. */
export interface ContractStore extends OpenOrm {
  readonly runtime: Runtime;
}

/** Where MySQL or MariaDB is; only a server that answers is used. */
const MYSQL_URL = process.env['TEST_MYSQL_URL'] ?? 'mysql://root@127.0.0.1:3306';

/** Why a database cannot be used here; undefined where it can. */
export async function unreachable(database: DatabaseName): Promise<string | undefined> {
  if (database === 'postgresql' || database === 'sqlite') return undefined;
  const none = 'no MySQL or MariaDB answers; set TEST_MYSQL_URL to use one';
  // The driver would wait for as long as something holds the connection and says nothing.
  if (!(await greets(MYSQL_URL))) return none;
  return administer('select 1').then(
    () => undefined,
    () => none,
  );
}

/** Opens a store with empty tables. */
export async function openContractStore(database: DatabaseName): Promise<ContractStore> {
  const opened = await openOrm(database, makeEntities());
  const { runtime, problems } = bootCore({ adapters: [databaseAdapter(opened.orm)], secret: 'contract' });
  if (problems.length > 0) throw new Error(problems.map(({ code, path }) => `${code} ${path}`).join(', '));
  return { ...opened, runtime };
}

/** Opens a database with the tables of some entities. */
export async function openOrm(database: DatabaseName, entities: readonly unknown[]): Promise<OpenOrm> {
  const ran: string[] = [];
  const onQuery = (sql: string): string => {
    ran.push(sql);
    return sql;
  };
  const [orm, drop] = await connect(database, { entities, onQuery });
  await orm.schema.create();
  return {
    orm,
    statements: () => ran.splice(0),
    run: async (sql) => (orm.em.getConnection() as unknown as { execute(sql: string): Promise<unknown> }).execute(sql),
    close: async () => {
      await orm.close();
      await drop();
    },
  };
}

async function connect(database: DatabaseName, common: object): Promise<readonly [MikroORM, () => Promise<unknown>]> {
  if (database === 'sqlite') return [await Sqlite.init({ ...common, dbName: ':memory:' }), async () => undefined];
  if (database === 'postgresql') {
    const { url, drop } = await freshDatabase('contract');
    return [await PostgreSql.init({ ...common, clientUrl: url }), drop];
  }
  const dbName = `gm_contract_${randomBytes(5).toString('hex')}`;
  await administer(`create database ${dbName}`);
  const options = { ...common, clientUrl: MYSQL_URL, dbName };
  const orm = database === 'mysql' ? await MySql.init(options) : await MariaDb.init(options);
  return [orm, async () => administer(`drop database ${dbName}`)];
}

async function administer(sql: string): Promise<void> {
  const orm = await MariaDb.init({
    clientUrl: MYSQL_URL,
    dbName: 'mysql',
    entities: [],
    discovery: { warnWhenNoEntities: false },
    logger: () => undefined,
  });
  try {
    await orm.em.getConnection().execute(sql);
  } finally {
    await orm.close();
  }
}

const RELATIONS: Readonly<Record<string, readonly string[]>> = {
  Topic: ['items', 'slots'],
  Tag: ['items'],
  Slot: ['topic', 'items'],
  Item: ['topic', 'parent', 'children', 'tags', 'badge', 'slot', 'vehicles'],
  Badge: ['item'],
  Vehicle: ['owner'],
  Car: ['owner'],
  Truck: ['owner', 'trailer'],
};

/** All that the tables hold, by the names of managers, with what relations lead to. */
export async function objectsIn({ orm }: ContractStore): Promise<ReadonlyMap<string, readonly object[]>> {
  const em = orm.em.fork();
  const all: [string, readonly object[]][] = [];
  for (const [name, relations] of Object.entries(RELATIONS)) {
    all.push([name, await em.find(name as never, {}, { populate: relations as never })]);
  }
  return new Map(all);
}
