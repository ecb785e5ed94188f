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

/**
 * Runs one statement on MikroORM's own connection, in the transaction of the caller's EntityManager when there is one.
 *
 * It is logged through MikroORM's logger, as the ORM's own queries are, and passes its `onQuery` hook.
 */
export async function execute(orm: Orm, text: string, parameters: readonly unknown[], context: ReadContext): Promise<unknown> {
  const connection = orm.em.getConnection() as unknown as SqlConnection;
  const transaction = isSession(context.session) ? context.session.getTransactionContext() : undefined;
  await connection.ensureConnection();
  const sql = orm.config.get('onQuery')(text, parameters);
  const query = {
    sql,
    parameters,
    query: { kind: 'RawNode', sqlFragments: [sql], parameters: [] },
    queryId: { queryId: 'general-manager' },
  };
  const started = performance.now();
  const log = (level: 'info' | 'error', results?: number): void => {
    const took = Math.round(performance.now() - started);
    orm.config.getLogger().logQuery({ level, query: sql, params: parameters, took, ...(results !== undefined && { results }) });
  };
  try {
    const result = await (transaction ?? connection.getClient()).executeQuery(query, context.signal && { signal: context.signal });
    log('info', result.rows.length);
    return result.rows[0]?.['j'];
  } catch (error) {
    log('error');
    throw error;
  }
}

const isSession = (session: object | undefined): session is Session => session !== undefined && 'getTransactionContext' in session;
