import type { CacheHints } from '../../lib/plugin.js';
import { poolOf } from './change/watch.js';
import { connecting } from './connecting.js';
import type { Orm } from './metadata.js';

/** Milliseconds until a connection that was lost is made again. */
const AGAIN_MS = 1_000;

const CHANNEL = 'general_manager_hints';

/** A client of pg, as far as it is used. */
interface Client {
  query(text: string): Promise<unknown>;
  on(event: 'notification', listener: (message: { readonly channel: string; readonly payload?: string }) => void): unknown;
  on(event: 'error' | 'end', listener: () => void): unknown;
  connect(): Promise<unknown>;
  /** It keeps no process alive. */
  unref(): void;
  end(): Promise<void>;
}

interface Pool {
  readonly Client: new (options: object) => Client;
  readonly options: object;
}

/**
 * Hints by LISTEN and NOTIFY, for `bootstrap({ cache: { hints } })`. They take one connection beside the ORM's pool for as long as the application runs,
 * made again when it is lost; nothing of them is stored.
 *
 * @example
 * bootstrap({ orm, secret, cache: { store, hints: postgresHints(orm) } });
 */
export const postgresHints = (orm: Orm): CacheHints => new PostgresHints(orm);

class PostgresHints implements CacheHints {
  readonly #orm: Orm;
  #client: Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(orm: Orm) {
    this.#orm = orm;
  }

  async publish(text: string): Promise<void> {
    await connecting(this.#orm);
    // Apart from whatever transaction the writer is in: that is over when hints are told.
    await this.#orm.em.fork().getConnection().execute('select pg_notify(?, ?)', [CHANNEL, text]);
  }

  async subscribe(listener: (text: string) => void): Promise<void> {
    const pool = (await poolOf(this.#orm)) as unknown as Pool | undefined;
    if (!pool || this.#isClosed) return;
    const client = new pool.Client(pool.options);
    this.#client = client;
    const lost = (): void => {
      if (this.#client !== client) return;
      this.#client = undefined;
      this.#again(listener);
    };
    client.on('error', lost);
    client.on('end', lost);
    await client.connect();
    client.unref();
    client.on('notification', ({ channel, payload }) => {
      if (channel === CHANNEL && payload !== undefined) listener(payload);
    });
    await client.query(`listen ${CHANNEL}`);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => {});
  }

  #again(listener: (text: string) => void): void {
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => void this.subscribe(listener).catch(() => this.#again(listener)), AGAIN_MS).unref();
  }
}
