// The PostgreSQL of a test run, as mocha's global fixture, and databases of their own for suites, in mocha's process or its workers.
// Nothing stays behind after success, failure, SIGINT, SIGTERM, SIGHUP, a closed pipe, or when npm is killed (stop-with-parent.mjs).
// Only SIGKILL on the mocha process itself leaves the embedded server and its folder (`general-manager-*` in the temporary folder).
import { randomBytes } from 'node:crypto';
import { constants } from 'node:os';
import { MikroORM } from '@mikro-orm/postgresql';
import type { RunningPostgres } from '../../samples/support/postgres.js';

/** An empty database of its own for a suite. */
export interface FreshDatabase {
  readonly url: string;
  readonly name: string;
  /** Removes the database, also when connections to it are open. */
  drop(): Promise<void>;
}

/** Databases that are not dropped yet, and when each will be there. */
const databases = new Map<string, Promise<unknown>>();
let embedded: RunningPostgres | undefined;

// Mocha calls no global fixtures in workers. What a worker starts is none.
if (process.env['MOCHA_WORKER_ID'] !== undefined) endWithMocha();
delete process.env['MOCHA_WORKER_ID'];

/** Takes the server of TEST_PG_URL, else starts an embedded one on a free port and sets TEST_PG_URL. */
export async function mochaGlobalSetup(): Promise<void> {
  stopWithoutReader();
  if (process.env['TEST_PG_URL']) return cleanUpOnSignals();
  // Loaded only here: it brings exit handlers of its own, which do not wait for others.
  const { startPostgres } = await import('../../samples/support/postgres.js');
  embedded = await startPostgres();
  process.env['TEST_PG_URL'] = embedded.url;
}

/** Removes the embedded server. */
export async function mochaGlobalTeardown(): Promise<void> {
  await embedded?.stop();
}

/** Removes what suites forgot to drop: at the end, in workers after each file. */
export const mochaHooks = { afterAll: dropAll };

/**
 * Creates an empty database with a unique name that starts with `gm_<prefix>_`.
 *
 * Its text is UTF-8, sorted by code point, with Unicode case rules: the same on an embedded and on an outside server.
 */
export async function freshDatabase(prefix = 'spec'): Promise<FreshDatabase> {
  const name = `gm_${prefix.toLowerCase().replace(/\W/g, '_').slice(0, 40)}_${randomBytes(5).toString('hex')}`;
  const created = administer(async (execute) => {
    const [server] = await execute('show server_version_num');
    const locale =
      Number(server?.['server_version_num']) < 170_000 ? `locale 'C.UTF-8'` : `locale_provider builtin builtin_locale 'C.UTF-8' locale 'C'`;
    await execute(`create database "${name}" template template0 encoding 'UTF8' ${locale}`);
  });
  databases.set(name, created);
  await created;
  return { name, url: urlOf(name), drop: async () => drop(name) };
}

async function drop(name: string): Promise<void> {
  await databases.get(name)?.catch(() => undefined);
  await administer(async (execute) => execute(`drop database if exists "${name}" with (force)`));
  // Not before: a signal must not end the process in between.
  databases.delete(name);
}

function urlOf(database?: string): string {
  const url = new URL(process.env['TEST_PG_URL'] ?? '');
  if (database !== undefined) url.pathname = `/${database}`;
  else if (url.pathname.length <= 1) url.pathname = '/postgres';
  return url.href;
}

type Execute = (sql: string) => Promise<Record<string, unknown>[]>;

async function administer(run: (execute: Execute) => Promise<unknown>): Promise<void> {
  const orm = await MikroORM.init({ clientUrl: urlOf(), entities: [], discovery: { warnWhenNoEntities: false } });
  try {
    await run(async (sql) => orm.em.getConnection().execute<Record<string, unknown>[]>(sql));
  } finally {
    await orm.close();
  }
}

/** The embedded server ends with the process that started it; databases on an outside server do not. Signals may come again while they are dropped. */
function cleanUpOnSignals(): void {
  let ending: Promise<void> | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      const end = (): never => process.exit(128 + constants.signals[signal]);
      // Before mocha hears of it, which would end its workers while they drop theirs.
      if (databases.size === 0) end();
      ending ??= dropAll().finally(end);
    });
  }
}

async function dropAll(): Promise<void> {
  for (const name of databases.keys()) await drop(name);
}

/** A worker would exit at once when mocha is gone, with its databases left behind. */
function endWithMocha(): void {
  cleanUpOnSignals();
  process.removeAllListeners('disconnect');
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
}

// `npm test | head` closes the pipe: without a reader there is no use in going on.
function stopWithoutReader(): void {
  process.stdout.on('error', () => process.kill(process.pid, 'SIGTERM'));
}
