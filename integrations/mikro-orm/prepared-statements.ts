import { Lru, type ReadContext } from '../../lib/plugin.js';
import { execute, logged, transactionOf } from './execute.js';
import type { Orm } from './metadata.js';

/** The parts of `pg`'s pool that are used; MikroORM gives the pool that it works with itself. */
interface Pool {
  connect(): Promise<Client>;
}

interface Client {
  query(query: Query): Promise<{ readonly rows: readonly (readonly unknown[])[] }>;
  query(text: string): Promise<unknown>;
  release(): void;
  readonly connection?: { readonly parsedStatements?: Record<string, string> };
}

interface Query {
  readonly name?: string | undefined;
  readonly text: string;
  readonly values: readonly unknown[];
  readonly rowMode: 'array';
}

/** Named statements on one connection at most; the database keeps each until the connection ends, or it is told not to. */
const NAMED = 256;

/**
 * Runs statements of which the text comes again: prepared on each connection of MikroORM's own pool, from the second time on.
 *
 * What comes once leaves nothing on the database; what is not used any more is deallocated there.
 */
export class PreparedStatements {
  readonly #orm: Orm;
  #owned: boolean | undefined;
  readonly #names = new WeakMap<object, string>();
  readonly #named = new WeakMap<Client, Lru<string, string>>();
  #count = 0;

  constructor(orm: Orm) {
    this.#orm = orm;
  }

  /** The first column of the first row. `statement` is the same object whenever the text comes again. */
  async run(statement: { readonly text: string }, values: readonly unknown[], context: ReadContext): Promise<unknown> {
    // Hooks of the application on connections, and its transactions, are the ORM's to keep.
    if (transactionOf(context) || !(this.#owned ??= ownsConnections(this.#orm))) return execute(this.#orm, statement.text, values, context);
    context.signal?.throwIfAborted();
    const pool = (await (this.#orm.em.getConnection() as unknown as { getNativeClient(): Promise<Pool> }).getNativeClient());
    const name = this.#nameOf(statement);
    return logged(this.#orm, statement.text, values, async (text) => {
      const client = await pool.connect();
      try {
        if (name !== undefined) await this.#keep(client, name);
        const { rows } = await client.query({ name, text, values, rowMode: 'array' });
        return { rows: rows.length, value: rows[0]?.[0] };
      } finally {
        client.release();
      }
    });
  }

  #nameOf(statement: object): string | undefined {
    const known = this.#names.get(statement);
    if (known !== undefined) return known;
    this.#count += 1;
    this.#names.set(statement, `general_manager_${this.#count}`);
    return undefined;
  }

  /** Remembers that a connection has a statement, and has it forget the one that it used longest ago. */
  async #keep(client: Client, name: string): Promise<void> {
    const named = this.#named.get(client) ?? new Lru<string, string>(NAMED);
    this.#named.set(client, named);
    if (named.get(name)) return;
    for (const forgotten of named.set(name, name)) {
      delete client.connection?.parsedStatements?.[forgotten];
      await client.query(`deallocate ${forgotten}`);
    }
  }
}

/** Whether nothing but the driver's pool stands between a statement and its connection. */
function ownsConnections({ config, driver }: Orm): boolean {
  const hooked = config.get('onReserveConnection' as never) ?? config.get('onCreateConnection');
  const sessions = config.get('sessionContext') === 'connection';
  const driverOptions: unknown = config.get('driverOptions');
  const replaced = typeof driverOptions === 'object' && driverOptions !== null && ('createDriver' in driverOptions || 'executeQuery' in driverOptions);
  return driver.constructor.name === 'PostgreSqlDriver' && !hooked && !sessions && !replaced && typeof driverOptions !== 'function';
}
