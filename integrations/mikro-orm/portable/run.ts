import { setImmediate } from 'node:timers/promises';
import { countStatement, type ReadContext } from '../../../lib/plugin.js';
import { QuestionMark } from '../errors.js';
import { lease, type StatementLease } from '../lease.js';
import type { Orm } from '../metadata.js';
import { transactionOf } from '../own-session.js';
import { runBounded, type Lease } from '../run-bounded.js';
import type { Dialect } from './dialect.js';
import type { Run } from './read.js';

/** Where statements run. */
interface Source {
  readonly orm: Orm;
  readonly dialect: Dialect;
}

/**
 * Runs the statements of a read on one of MikroORM's own connections, within the bounds of the read: in the caller's transaction, or all
 * in one snapshot where more than one is needed.
 */
export async function running<T>(
  { orm, dialect }: Source,
  context: ReadContext,
  snapshot: boolean,
  read: (run: Run) => Promise<T>,
): Promise<T> {
  const transaction = transactionOf(orm, context.session);
  const run = async (held: ReadLease): Promise<T> => {
    const runOn: Run = async ({ text, parameters }) => logged({ orm, dialect }, held, text, parameters);
    return snapshot && !transaction ? inSnapshot(dialect, held, async () => read(runOn)) : read(runOn);
  };
  return runBounded(async () => new ReadLease(await lease(orm, transaction), dialect), run, context);
}

/** A connection that is held for all statements of a read. */
class ReadLease implements Lease {
  readonly #lease: StatementLease;
  readonly #dialect: Dialect;
  #cancelled: Promise<void> | undefined;
  #used = false;

  constructor(held: StatementLease, dialect: Dialect) {
    this.#lease = held;
    this.#dialect = dialect;
  }

  /** Runs a statement, unless the read was stopped. */
  async query(text: string, parameters: readonly unknown[]): ReturnType<StatementLease['query']> {
    if (this.#dialect.blocks && this.#used) await others();
    this.#used = true;
    if (this.#cancelled) throw new Error('the read was stopped');
    return this.#lease.query(text, parameters);
  }

  /** Runs a statement that begins or ends a transaction, whatever stopped the read; no cancellation may hit it. */
  async control(text: string): Promise<void> {
    await this.#cancelled;
    await this.#lease.query(text, []);
  }

  async cancel(): Promise<void> {
    // What the database says of it, the statement says as well.
    this.#cancelled ??= this.#lease.cancel().catch(() => {});
    await this.#cancelled;
  }

  release(): void {
    this.#lease.release();
  }
}

/** Lets others run, timers as well: those come before the second immediate, wherever the loop is. */
async function others(): Promise<void> {
  await setImmediate();
  await setImmediate();
}

async function inSnapshot<T>({ begin }: Dialect, held: ReadLease, read: () => Promise<T>): Promise<T> {
  for (const statement of begin) await held.control(statement);
  let found: T;
  try {
    found = await read();
  } catch (error) {
    await held.control('rollback').catch(() => {});
    throw error;
  }
  await held.control('commit');
  return found;
}

/** Each statement is logged through MikroORM's logger, as the ORM's own queries are, and passes its `onQuery` hook. */
async function logged({ orm, dialect }: Source, held: ReadLease, text: string, parameters: readonly unknown[]): ReturnType<Run> {
  if (dialect.bindsInText) refuseForeignMarks(text, parameters.length);
  const query = orm.config.get('onQuery')(text, parameters);
  countStatement();
  const started = performance.now();
  const log = (level: 'info' | 'error', results?: number): void => {
    const took = Math.round(performance.now() - started);
    orm.config.getLogger().logQuery({ level, query, params: parameters, took, ...(results !== undefined && { results }) });
  };
  try {
    const { rows } = await held.query(query, parameters);
    log('info', rows.length);
    return rows;
  } catch (error) {
    log('error');
    throw error;
  }
}

/** A question mark in a formula, a predicate or a name would take the place of another value. */
function refuseForeignMarks(text: string, parameters: number): void {
  if (text.split('?').length - 1 !== parameters) throw QuestionMark.create({});
}
