import { randomUUID } from 'node:crypto';
import type { StatementLease } from './lease.js';

type Rows = { readonly rows: readonly Record<string, unknown>[] };
type Provide = (consumer: (connection: KyselyConnection) => Promise<void>) => Promise<void>;

interface KyselyConnection {
  executeQuery(query: object): Promise<Rows>;
  collectSessionInfo?(): Promise<void>;
  cancelQuery?(provide: Provide): Promise<void>;
}

/** The parts of Kysely, or of a transaction of it, that are used. */
export interface KyselyClient {
  getExecutor(): { readonly provideConnection: Provide };
}

/** Takes the connection of a transaction of Kysely, or one of its pool; `control` is where a cancellation comes from. */
export async function leaseOfKysely(client: KyselyClient, control: KyselyClient): Promise<StatementLease> {
  return new Promise((resolve, reject) => {
    const hold = async (connection: KyselyConnection): Promise<void> => {
      // For PostgreSQL this only remembers the process that the driver knows.
      await connection.collectSessionInfo?.();
      await new Promise<void>((release) => resolve(new KyselyLease(connection, control, release)));
    };
    client.getExecutor().provideConnection(hold).catch(reject);
  });
}

class KyselyLease implements StatementLease {
  readonly #connection: KyselyConnection;
  readonly #control: KyselyClient;
  readonly release: () => void;

  constructor(connection: KyselyConnection, control: KyselyClient, release: () => void) {
    this.#connection = connection;
    this.#control = control;
    this.release = release;
  }

  async query(sql: string, parameters: readonly unknown[]): Promise<Rows> {
    return this.#connection.executeQuery({
      sql,
      parameters,
      query: { kind: 'RawNode', sqlFragments: [sql], parameters: [] },
      // What Kysely tells by whether a cancellation comes too late.
      queryId: { queryId: randomUUID() },
    });
  }

  /** The client has decoded it by its type. */
  async value(sql: string, parameters: readonly unknown[]): Promise<unknown> {
    const { rows } = await this.query(sql, parameters);
    return rows[0] && Object.values(rows[0])[0];
  }

  async cancel(): Promise<void> {
    await this.#connection.cancelQuery?.(async (consumer) => this.#control.getExecutor().provideConnection(consumer));
  }
}
