import type { ReadContext } from '../../../lib/plugin.js';
import { QuestionMark } from '../errors.js';
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

/** Where statements run. */
interface Source {
  readonly orm: Orm;
  readonly dialect: Dialect;
}

/** Runs statements on MikroORM's own connection: in the caller's transaction, or all in one snapshot where more than one is needed. */
export async function running<T>(
  { orm, dialect }: Source,
  { session, signal }: ReadContext,
  snapshot: boolean,
  read: (run: Run) => Promise<T>,
): Promise<T> {
  const connection = orm.em.getConnection() as unknown as SqlConnection;
  const transaction = session && isSession(session) ? session.getTransactionContext() : undefined;
  await connection.ensureConnection();
  const runOn = (client: SqlClient): Run => runner({ orm, dialect }, client, signal);
  if (transaction || !snapshot) return read(runOn(transaction ?? connection.getClient()));
  return connection.transactional(async (own) => read(runOn(own)), dialect.isolation);
}

/** Each statement is logged through MikroORM's logger, as the ORM's own queries are, and passes its `onQuery` hook. */
const runner =
  ({ orm, dialect }: Source, client: SqlClient, signal: AbortSignal | undefined): Run =>
  async ({ text, parameters }) => {
    if (dialect.bindsInText) refuseForeignMarks(text, parameters.length);
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

/** A question mark in a formula, a predicate or a name would take the place of another value. */
function refuseForeignMarks(text: string, parameters: number): void {
  if (text.split('?').length - 1 !== parameters) throw QuestionMark.create({});
}

const isSession = (session: object): session is Session => 'getTransactionContext' in session;
