import type { RecordedStatement } from './recorder.js';

type Query = (...given: readonly unknown[]) => unknown;

/** A client of pg, as far as it is used. */
interface Client {
  query: Query;
}

/** The parts of pg's pool that are used. */
export interface WatchedPool {
  on(event: 'acquire', listener: (client: Client) => void): unknown;
}

type Recorded = (text: string) => RecordedStatement | undefined;

export const isWatchedPool = (pool: unknown): pool is WatchedPool =>
  typeof pool === 'object' && pool !== null && 'Client' in pool && 'connect' in pool && 'on' in pool;

/**
 * Sees every statement that goes through a pool, whatever sends it: MikroORM, its Kysely, or code that takes a client. A client is seen from when it is
 * taken out of the pool for the next time.
 */
export function watchPool(pool: WatchedPool, recorded: Recorded): void {
  const watched = new WeakSet<Client>();
  pool.on('acquire', (client) => {
    if (watched.has(client)) return;
    watched.add(client);
    const query = client.query.bind(client);
    client.query = (...given) => send(query, recorded, given);
  });
}

function send(query: Query, recorded: Recorded, given: readonly unknown[]): unknown {
  const [statement, ...rest] = given;
  const text = textOf(statement);
  const better = text === undefined ? undefined : recorded(text);
  if (!better) return query(...given);
  if (typeof statement === 'string') return sent(query, better, [better.text, ...rest]);
  if (isSubmittable(statement)) return submitted(query, better, statement, rest);
  return sent(query, better, [{ ...(statement as object), text: better.text }, ...rest]);
}

/** The result is that of the statement itself, whatever comes before it. */
function sent(query: Query, { preceded }: RecordedStatement, given: readonly unknown[]): unknown {
  if (!preceded) return query(...given);
  const callback = given.at(-1);
  if (typeof callback !== 'function') return (query(...given) as Promise<unknown>).then(ownResult);
  return query(...given.slice(0, -1), (error: unknown, result: unknown) => void callback(error, ownResult(result)));
}

/** Of a text with several statements there is a list of results. */
function ownResult(results: unknown): unknown {
  if (!Array.isArray(results)) return results;
  const own = results.slice(1) as readonly unknown[];
  return own.length === 1 ? own[0] : own;
}

/** A query object, a cursor, or a stream has its text until it is submitted; what copies is preceded by a statement of its own. */
function submitted(query: Query, { text, preceded }: RecordedStatement, statement: { text: string }, rest: readonly unknown[]): unknown {
  if (preceded) void (query(text.slice(0, text.length - statement.text.length)) as Promise<unknown>).catch(() => undefined);
  else statement.text = text;
  return query(statement, ...rest);
}

const isSubmittable = (statement: unknown): statement is { text: string } =>
  typeof statement === 'object' && statement !== null && typeof Reflect.get(statement, 'submit') === 'function';

function textOf(statement: unknown): string | undefined {
  if (typeof statement === 'string') return statement;
  const text: unknown = typeof statement === 'object' && statement !== null ? Reflect.get(statement, 'text') : undefined;
  return typeof text === 'string' ? text : undefined;
}
