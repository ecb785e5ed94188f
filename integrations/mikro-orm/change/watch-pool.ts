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

/** A query object, a cursor, or a stream, which has its text until it is submitted. */
interface Submittable {
  text: string;
  handleCommandComplete?(message: { readonly text?: string }, ...rest: readonly unknown[]): void;
}

/** What copies is one text with what comes before it, so that both are in one transaction; other objects may take no more than one statement. */
function submitted(query: Query, { text, preceded }: RecordedStatement, statement: Submittable, rest: readonly unknown[]): unknown {
  if (preceded && !COPIES.test(statement.text)) {
    void (query(text.slice(0, text.length - statement.text.length)) as Promise<unknown>).catch(() => undefined);
    return query(statement, ...rest);
  }
  statement.text = text;
  if (preceded) ignoreFirst(statement);
  return query(statement, ...rest);
}

const COPIES = /^(?:\s|--[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)*copy\b/i;

/** The object does not hear that the statement before its own is done. */
function ignoreFirst(statement: Submittable): void {
  const handle = statement.handleCommandComplete?.bind(statement);
  if (!handle) return;
  let isFirst = true;
  statement.handleCommandComplete = (message, ...rest) => {
    if (!isFirst) return handle(message, ...rest);
    isFirst = false;
  };
}

const isSubmittable = (statement: unknown): statement is Submittable =>
  typeof statement === 'object' && statement !== null && typeof Reflect.get(statement, 'submit') === 'function';

function textOf(statement: unknown): string | undefined {
  if (typeof statement === 'string') return statement;
  const text: unknown = typeof statement === 'object' && statement !== null ? Reflect.get(statement, 'text') : undefined;
  return typeof text === 'string' ? text : undefined;
}
