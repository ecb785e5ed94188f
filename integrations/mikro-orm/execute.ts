import { countStatement, type JsonText, type ReadContext } from '../../lib/plugin.js';
import { lease, type StatementLease } from './lease.js';
import type { Orm } from './metadata.js';
import { transactionOf } from './own-session.js';
import { runBounded } from './run-bounded.js';

/** What is run, and with which values; with a name, connections of the pool keep it prepared. */
type Given = readonly [orm: Orm, text: string, params: readonly unknown[], context: ReadContext, name?: string];

type Rows = readonly Readonly<Record<string, unknown>>[];

/** Runs one statement as {@link executeRows} does; gives the value of its only column in its first row, which is JSON. */
export async function execute(...given: Given): Promise<unknown> {
  return first(given, parsed);
}

/** Runs one statement as {@link executeRows} does; gives its only column in its first row, which is {@link JsonText}. */
export async function executeText(...given: Given): Promise<unknown> {
  return first(given, itself);
}

/**
 * Runs one statement on MikroORM's own connections, in the transaction of the caller's EntityManager when there is one, within the
 * bounds of the read.
 *
 * It is logged through MikroORM's logger, as the ORM's own queries are, and passes its `onQuery` hook.
 */
export async function executeRows(...given: Given): Promise<Rows> {
  return run(
    given,
    async (held, text, params, name) => (await held.query(text, params, name)).rows,
    ({ length }) => length,
  );
}

async function first(given: Given, decode: (text: JsonText) => unknown): Promise<unknown> {
  return run(
    given,
    (held, text, params, name) => held.value(text, params, decode, name),
    (value) => (value === undefined ? 0 : 1),
  );
}

const parsed = (text: JsonText): unknown => JSON.parse(String(text));

const itself = (text: JsonText): JsonText => text;

type Ask<T> = (held: StatementLease, text: string, params: readonly unknown[], name: string | undefined) => Promise<T>;

async function run<T>([orm, text, params, context, name]: Given, ask: Ask<T>, countOf: (answer: T) => number): Promise<T> {
  const transaction = transactionOf(orm, context.session);
  const query = orm.config.get('onQuery')(text, params);
  countStatement(context.tally);
  const started = performance.now();
  const log = (level: 'info' | 'error', results?: number): void => {
    const took = Math.round(performance.now() - started);
    orm.config.getLogger().logQuery({ level, query, params, took, ...(results !== undefined && { results }) });
  };
  try {
    const answer = await runBounded(
      () => lease(orm, transaction),
      // A hook may have made another text of it.
      (held) => ask(held, query, params, query === text ? name : undefined),
      context,
    );
    log('info', countOf(answer));
    return answer;
  } catch (error) {
    log('error');
    throw error;
  }
}
