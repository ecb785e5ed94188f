import type { ReadContext } from '../../lib/plugin.js';
import type { Orm } from './metadata.js';

/** The parts of MikroORM's SQL connection that are used; `@mikro-orm/core` alone does not know them. */
interface SqlConnection {
  ensureConnection(): Promise<void>;
  getClient(): SqlClient;
}

interface SqlClient {
  executeQuery(query: object, options?: { readonly signal?: AbortSignal }): Promise<{ readonly rows: readonly Record<string, unknown>[] }>;
}

interface Session {
  getTransactionContext(): SqlClient | undefined;
}

/** The transaction of the caller's EntityManager, where there is one. */
export function transactionOf({ session }: ReadContext): SqlClient | undefined {
  return session !== undefined && 'getTransactionContext' in session ? (session as Session).getTransactionContext() : undefined;
}

/**
 * Runs one statement on MikroORM's own connection, in the transaction of the caller's EntityManager when there is one.
 *
 * It is logged through MikroORM's logger, as the ORM's own queries are, and passes its `onQuery` hook.
 */
export async function execute(orm: Orm, text: string, parameters: readonly unknown[], context: ReadContext): Promise<unknown> {
  const connection = orm.em.getConnection() as unknown as SqlConnection;
  await connection.ensureConnection();
  return logged(orm, text, parameters, async (sql) => {
    const query = {
      sql,
      parameters,
      query: { kind: 'RawNode', sqlFragments: [sql], parameters: [] },
      queryId: { queryId: 'general-manager' },
    };
    const client = transactionOf(context) ?? connection.getClient();
    const { rows } = await client.executeQuery(query, context.signal && { signal: context.signal });
    return { rows: rows.length, value: rows[0]?.['j'] };
  });
}

/** Passes a statement through the ORM's `onQuery` hook, runs it, and tells the ORM's logger. */
export async function logged<T>(
  orm: Orm,
  text: string,
  params: readonly unknown[],
  run: (sql: string) => Promise<{ readonly rows: number; readonly value: T }>,
): Promise<T> {
  const query = orm.config.get('onQuery')(text, params);
  const started = performance.now();
  const log = (level: 'info' | 'error', results?: number): void => {
    const took = Math.round(performance.now() - started);
    orm.config.getLogger().logQuery({ level, query, params, took, ...(results !== undefined && { results }) });
  };
  try {
    const { rows, value } = await run(query);
    log('info', rows);
    return value;
  } catch (error) {
    log('error');
    throw error;
  }
}
