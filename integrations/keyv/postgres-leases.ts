import type { CacheLeases } from '../../lib/plugin.js';
import type { KeyvLike } from './keyv-like.js';

/** What is used of the store of `@keyv/postgres`. */
interface PostgresStore {
  readonly opts: { readonly dialect: 'postgres'; readonly schema: string; readonly table: string };
  query(sql: string, values: readonly unknown[]): Promise<readonly unknown[]>;
}

/** Leases as rows of the table of `@keyv/postgres`, by the clock of the database; undefined for other stores. */
export function postgresLeases(keyv: KeyvLike): CacheLeases | undefined {
  const { store } = keyv;
  if (!isPostgres(store)) return undefined;
  const table = `${store.opts.schema}.${store.opts.table}`;
  const named = (key: string): string => `${keyv.namespace ?? 'keyv'}-${key}`;
  const now = '(extract(epoch from clock_timestamp()) * 1000)::bigint';
  const take = `insert into ${table} as kept (key, value) values ($1, $2 || ' ' || (${now} + $3::bigint)) on conflict (key) do update
    set value = excluded.value where split_part(kept.value, ' ', 2)::bigint < ${now} returning key`;
  return {
    take: async (key, token, timeoutMs) => (await store.query(take, [named(key), token, timeoutMs])).length === 1,
    holds: async (key, token) => {
      const held = `select 1 from ${table} where key = $1 and split_part(value, ' ', 1) = $2 and split_part(value, ' ', 2)::bigint >= ${now}`;
      return (await store.query(held, [named(key), token])).length === 1;
    },
    release: async (key, token) => {
      await store.query(`delete from ${table} where key = $1 and split_part(value, ' ', 1) = $2`, [named(key), token]);
    },
  };
}

function isPostgres(store: unknown): store is PostgresStore {
  if (typeof store !== 'object' || store === null || !('query' in store) || !('opts' in store)) return false;
  const { opts } = store;
  return (
    typeof opts === 'object' && opts !== null && 'dialect' in opts && opts.dialect === 'postgres' && 'table' in opts && 'schema' in opts
  );
}
