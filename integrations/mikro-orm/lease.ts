import type { JsonText } from '../../lib/plugin.js';
import { connecting } from './connecting.js';
import type { Orm } from './metadata.js';
import { leaseOfKysely, type KyselyClient } from './lease-kysely.js';
import { isPgPool, leaseOfPool } from './lease-pool.js';
import type { Lease } from './run-bounded.js';

/** A connection of the database that is held for one statement. */
export interface StatementLease extends Lease {
  /** Runs a statement; with a name, which belongs to this text alone, the connection may keep it prepared. */
  query(sql: string, parameters: readonly unknown[], name?: string): Promise<{ readonly rows: readonly Record<string, unknown>[] }>;
  /** The only value of the first row, by its text where the client has not made anything else of it; undefined without a row. */
  value(sql: string, parameters: readonly unknown[], decode: (text: JsonText) => unknown, name?: string): Promise<unknown>;
}

/** The parts of MikroORM's SQL connection that are used; `@mikro-orm/core` alone does not know them. */
interface SqlConnection {
  readonly options?: { readonly onCreateConnection?: unknown; readonly onReserveConnection?: unknown };
  getClient(): KyselyClient;
  getNativeClient?(): Promise<unknown>;
}

/**
 * Takes a connection of the ORM: that of the transaction where there is one, else one of its pool.
 *
 * Where something has to happen to connections before they are used, they come by way of Kysely, which does it.
 */
export async function lease(orm: Orm, transaction: KyselyClient | undefined): Promise<StatementLease> {
  // There is hardly ever anything to wait for.
  const pending = transaction ? undefined : connecting(orm);
  if (pending) await pending;
  const connection = orm.em.getConnection() as unknown as SqlConnection;
  // The pool comes connected.
  const pool = transaction || isPrepared(orm, connection) ? undefined : await connection.getNativeClient?.().catch(() => undefined);
  if (isPgPool(pool)) return leaseOfPool(pool);
  return leaseOfKysely(transaction ?? connection.getClient(), connection.getClient());
}

function isPrepared({ config }: Orm, { options }: SqlConnection): boolean {
  const set = (['onCreateConnection', 'onReserveConnection'] as const).some((each) => options?.[each] ?? config.get(each));
  return set || config.get('sessionContext') === 'connection';
}
