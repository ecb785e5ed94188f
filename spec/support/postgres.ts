import { randomBytes } from 'node:crypto';
import { MikroORM } from '@mikro-orm/postgresql';
import { startPostgres, type RunningPostgres } from '../../samples/support/postgres.js';

let server: RunningPostgres | undefined;

/** One PostgreSQL for the run: the one of TEST_PG_URL, else an embedded one. */
export async function mochaGlobalSetup(): Promise<void> {
  if (process.env['TEST_PG_URL']) return;
  server = await startPostgres();
  process.env['TEST_PG_URL'] = server.url;
}

export async function mochaGlobalTeardown(): Promise<void> {
  await server?.stop();
}

/** An empty database of its own for a suite. */
export interface FreshDatabase {
  readonly url: string;
  readonly name: string;
  drop(): Promise<void>;
}

/** Creates an empty database with a name of its own. */
export async function freshDatabase(prefix = 'spec'): Promise<FreshDatabase> {
  const name = `gm_${prefix}_${randomBytes(5).toString('hex')}`;
  await administer(`create database "${name}"`);
  return { name, url: urlOf(name), drop: async () => administer(`drop database if exists "${name}" with (force)`) };
}

function urlOf(database: string): string {
  const url = new URL(process.env['TEST_PG_URL'] ?? '');
  url.pathname = `/${database}`;
  return url.href;
}

async function administer(sql: string): Promise<void> {
  const orm = await MikroORM.init({ clientUrl: urlOf('postgres'), entities: [], discovery: { warnWhenNoEntities: false } });
  try {
    await orm.em.getConnection().execute(sql);
  } finally {
    await orm.close();
  }
}
