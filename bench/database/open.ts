import { randomBytes } from 'node:crypto';
import { startPostgres } from '../../samples/support/postgres.js';
import { fill, type Scale } from './fill.js';
import { openPool, type Pool } from './native.js';
import type { Source } from './source.js';
import { policies } from './tables.js';

/** The database of a run. */
export interface BenchDatabase {
  readonly url: string;
  /** The role for contenders with their permissions in the database. */
  readonly visitor: string;
  readonly version: string;
  /** A connection of the bench itself, to look at what the others do. */
  readonly pool: Pool;
  /** Removes the database, the role, and an embedded server. */
  close(): Promise<void>;
}

// What is compared is work; just-in-time compilation and parallel workers would add chance to it.
const SETTINGS = { jit: 'off', max_parallel_workers_per_gather: '0', timezone: 'UTC' };

/** Makes a database of its own on the server of the URL, or else on the embedded PostgreSQL, and fills it. */
export async function openDatabase(serverUrl: string | undefined, source: Source, scale: Scale): Promise<BenchDatabase> {
  const embedded = serverUrl === undefined ? await startPostgres() : undefined;
  const adminUrl = serverUrl ?? embedded?.url ?? '';
  const name = `gm_bench_${randomBytes(4).toString('hex')}`;
  const visitor = `${name}_visitor`;
  const admin = openPool(adminUrl, 1);
  const url = Object.assign(new URL(adminUrl), { pathname: `/${name}` }).href;
  let pool: Pool | undefined;
  const close = async (): Promise<void> => {
    await pool?.end();
    await admin.query(`drop database if exists "${name}" with (force)`);
    await admin.query(`drop role if exists "${visitor}"`);
    await admin.end();
    await embedded?.stop();
  };
  try {
    await admin.query(`create database "${name}" template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`);
    for (const [setting, value] of Object.entries(SETTINGS)) await admin.query(`alter database "${name}" set ${setting} = '${value}'`);
    pool = openPool(url, 1);
    await fill(pool, source, scale);
    await pool.query(policies(visitor));
    const { rows } = await pool.query('show server_version');
    return { url, visitor, version: String(rows[0]?.['server_version']), pool, close };
  } catch (error) {
    await close();
    throw error;
  }
}
