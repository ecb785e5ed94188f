import type { ReadContext } from '../../../lib/plugin.js';
import type { Orm } from '../metadata.js';
import type { Dialect } from './dialect.js';
import type { Columns } from './row-reader.js';
import type { Run } from './read.js';

/** The parts of MikroORM's SQL connection that are used; `@mikro-orm/core` alone does not know them. */
interface SqlConnection {
  ensureConnection(): Promise<void>;
  getClient(): SqlClient;
  transactional<T>(run: (transaction: SqlClient) => Promise<T>, options: Dialect['isolation']): Promise<T>;
}

interface SqlClient {
  executeQuery(query: object, options?: { readonly signal?: AbortSignal }): Promise<{ readonly rows: readonly Columns[] }>;
}

interface Session {
  getTransactionContext(): SqlClient | undefined;
}

/** Runs statements on MikroORM's own connection: in the caller's transaction, or all in one snapshot where more than one is needed. */
export async function running<T>(
  orm: Orm,
  { session, signal }: ReadContext,
  snapshot: Dialect['isolation'] | undefined,
  read: (run: Run) => Promise<T>,
): Promise<T> {
  const connection = orm.em.getConnection() as unknown as SqlConnection;
  const transaction = session && isSession(session) ? session.getTransactionContext() : undefined;
  await connection.ensureConnection();
  if (transaction || !snapshot) return read(runOn(orm, transaction ?? connection.getClient(), signal));
  return connection.transactional(async (own) => read(runOn(orm, own, signal)), snapshot);
}

/** Each statement is logged through MikroORM's logger, as the ORM's own queries are, and passes its `onQuery` hook. */
const runOn =
  (orm: Orm, client: SqlClient, signal: AbortSignal | undefined): Run =>
  async ({ text, parameters }) => {
    const statement = orm.config.get('onQuery')(text, parameters);
    const query = {
      sql: statement,
      parameters,
      query: { kind: 'RawNode', sqlFragments: [statement], parameters: [] },
      queryId: { queryId: 'general-manager' },
    };
    const started = performance.now();
    const log = (level: 'info' | 'error', results?: number): void => {
      const took = Math.round(performance.now() - started);
      orm.config.getLogger().logQuery({ level, query: statement, params: parameters, took, ...(results !== undefined && { results }) });
    };
    try {
      const { rows } = await client.executeQuery(query, signal && { signal });
      log('info', rows.length);
      return rows;
    } catch (error) {
      log('error');
      throw error;
    }
  };

const isSession = (session: object): session is Session => 'getTransactionContext' in session;
