import { keepPrepared } from './kept-statements.js';
import type { StatementLease } from './lease.js';
import { JsonBytes } from '../../lib/plugin.js';
import { arePlainValues, ValueQuery } from './value-query.js';

/** The parts of a connection of pg that are used, below its client. */
interface PgConnection {
  readonly stream: { destroy(): void };
  /** Texts by name: pg sends no text of which the name is known. */
  readonly parsedStatements?: Record<string, string>;
  connect(port: number, host: string): void;
  requestSsl(): void;
  cancel(processID: number, secretKey: number): void;
  once(event: 'connect' | 'sslconnect' | 'end' | 'error', listener: () => void): this;
  on(event: 'error', listener: () => void): this;
}

interface PgQuery {
  readonly name?: string | undefined;
  readonly text: string;
  readonly values?: readonly unknown[];
  readonly types?: { getTypeParser(): (text: string) => unknown } | undefined;
}

/** A client of pg, as far as it is used. */
export interface PgClient {
  readonly connection: PgConnection;
  readonly host: string;
  readonly port: number;
  readonly ssl: unknown;
  readonly sslNegotiation?: string;
  /** Whether statements are sent before others are answered. */
  readonly pipeline?: boolean;
  readonly processID: number | null;
  readonly secretKey: number | null;
  query(query: PgQuery): Promise<{ readonly rows: readonly Record<string, unknown>[] }>;
  query(query: ValueQuery): unknown;
  release(): void;
}

/** The parts of pg's pool that are used. */
export interface PgPool {
  readonly options: object;
  readonly Client: new (options: object) => PgClient;
  connect(): Promise<PgClient>;
}

/** A cancellation that the server does not take in this time is given up. */
const CANCEL_MS = 5000;

export const isPgPool = (pool: unknown): pool is PgPool =>
  typeof pool === 'object' && pool !== null && 'Client' in pool && 'connect' in pool && 'options' in pool;

/** Takes a connection of pg's pool. */
export async function leaseOfPool(pool: PgPool): Promise<StatementLease> {
  const client = await pool.connect();
  return {
    query: async (text, values, name) => {
      const forgetting = name === undefined ? undefined : keepPrepared(client, name);
      if (forgetting) await forgetting;
      return client.query({ name, text, values });
    },
    value: async (text, values, decode, name) => {
      const forgetting = name === undefined ? undefined : keepPrepared(client, name);
      if (forgetting) await forgetting;
      const value = await textOf(client, text, values, name);
      return typeof value === 'string' || value instanceof JsonBytes ? decode(value) : value;
    },
    cancel: async () => cancelStatement(pool, client),
    release: () => client.release(),
  };
}

/** The text of the only value of the first row. */
async function textOf(client: PgClient, text: string, values: readonly unknown[], name: string | undefined): Promise<unknown> {
  if (arePlainValues(values)) {
    return new Promise((resolve, reject) => {
      client.query(
        new ValueQuery(text, values, name, client.pipeline !== true, (error, value) => (error ? reject(error) : resolve(value))),
      );
    });
  }
  const { rows } = await client.query({ name, text, values, types: AS_TEXT });
  return rows[0] && Object.values(rows[0])[0];
}

/** Nothing is made of what the database sends. */
const AS_TEXT: PgQuery['types'] = { getTypeParser: () => (text) => text };

/**
 * Sends a cancel request of PostgreSQL's protocol, on a socket of its own, encrypted where the connection is: it needs no free
 * connection, neither here nor in the database, and also works through a pooler, where `pg_cancel_backend` would hit somebody else.
 * Ends when the server hangs up, which it does after the signal was sent.
 */
async function cancelStatement({ Client, options }: PgPool, client: PgClient): Promise<void> {
  const { host, port, ssl, sslNegotiation, processID, secretKey } = client;
  if (processID === null || secretKey === null) return;
  const { connection } = new Client(options);
  const timer = setTimeout(() => connection.stream.destroy(), CANCEL_MS);
  await new Promise<void>((resolve) => {
    const send = (): void => connection.cancel(processID, secretKey);
    if (ssl) connection.once('sslconnect', send);
    if (!ssl || sslNegotiation !== 'direct') connection.once('connect', () => (ssl ? connection.requestSsl() : send()));
    connection.on('error', resolve).once('end', resolve);
    // As pg itself does for a socket of the file system.
    if (host.startsWith('/')) connection.connect(`${host}/.s.PGSQL.${port}` as unknown as number, host);
    else connection.connect(port, host);
  });
  clearTimeout(timer);
}
