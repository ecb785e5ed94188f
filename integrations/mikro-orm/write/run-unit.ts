import type { EntityManager, IsolationLevel } from '@mikro-orm/core';
import { WriteTimeout, type ApplicationModel, type ManagerModel, type WriteContext, type WriteUnit } from '../../../lib/plugin.js';
import { connecting } from '../connecting.js';
import { ForeignSession } from '../errors.js';
import type { Meta, Orm } from '../metadata.js';
import { isForeign } from '../own-session.js';
import type { LockedRows } from '../change/locked-rows.js';
import type { HistoryRecorder } from '../history/history-recorder.js';
import type { DatabaseSession } from '../rls/actor-session.js';
import type { CommitListeners } from './commit-listeners.js';
import { countStatementsOf } from './count-statements.js';
import { watchWrites } from './last-write.js';
import { named, namedContention } from './named-refusal.js';
import { undo } from './undo.js';
import { EntityUnit } from './unit.js';
import type { UnitSource } from './unit-source.js';

/** What units of work of an ORM have in common. */
export interface UnitRunner {
  readonly orm: Orm;
  readonly model: ApplicationModel;
  readonly source: UnitSource;
  readonly managerOf: (entity: object) => ManagerModel | undefined;
  readonly listeners: CommitListeners;
  /** Entities that relations lead to by another key than their primary one. */
  readonly keyedOtherwise: ReadonlySet<Meta>;
  readonly recorderOf?: ((session: object) => HistoryRecorder) | undefined;
  /** Told of rows that are locked and read. */
  readonly locked?: LockedRows | undefined;
}

/** Beyond this, Node's timers fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Runs a unit of work on an EntityManager of its own: in the transaction of the caller's where it has one, otherwise in one that is committed or
 * undone here.
 *
 * @throws GM_WRITE_TIMEOUT; GM_ORM_FOREIGN_SESSION; the reason of the signal
 */
export async function runUnit<T>(
  runner: UnitRunner,
  run: (unit: WriteUnit) => Promise<T>,
  { session, isolation, signal, timeoutMs = 0 }: WriteContext,
  database: DatabaseSession | undefined,
): Promise<T> {
  signal?.throwIfAborted();
  const timeout = timeoutMs > 0 && timeoutMs <= LONGEST_MS ? AbortSignal.timeout(timeoutMs) : undefined;
  const signals = [signal, timeout].filter((each) => each !== undefined);
  const bound = signals.length > 0 ? AbortSignal.any(signals) : undefined;
  const unit: Unit = { isolation: isolation ?? runner.source.isolation, signal: bound, database };
  const foreign = transactional(runner.orm, session);
  try {
    return await (foreign ? joined(runner, run, foreign, unit) : owned(runner, run, unit));
  } catch (error) {
    signal?.throwIfAborted();
    if (timeout?.aborted) throw WriteTimeout.create({}, { cause: error });
    throw namedContention(error);
  }
}

interface Unit {
  readonly isolation: WriteContext['isolation'];
  readonly signal: AbortSignal | undefined;
  readonly database: DatabaseSession | undefined;
}

/** What every unit's EntityManager is made with: it holds nothing yet, and statements that run when the time is up are cancelled. */
const forked = ({ source: { cancels = true } }: UnitRunner, { signal }: Unit): object => ({
  clear: true,
  flushMode: 'commit' as const,
  ...(signal && { signal, inflightQueryAbortStrategy: cancels ? 'cancel query' : 'ignore query' }),
});

async function joined<T>(runner: UnitRunner, run: (unit: WriteUnit) => Promise<T>, foreign: EntityManager, unit: Unit): Promise<T> {
  const em = foreign.fork({ ...forked(runner, unit), keepTransactionContext: true });
  countStatementsOf(em);
  // What else runs in the transaction is the application's.
  return run(new EntityUnit({ ...runner, em, signal: unit.signal, lastWrite: () => undefined }));
}

async function owned<T>(runner: UnitRunner, run: (unit: WriteUnit) => Promise<T>, unit: Unit): Promise<T> {
  const { signal, database } = unit;
  const em = runner.orm.em.fork({ ...forked(runner, unit), disableContextResolution: true, ...(database && { session: database }) });
  await begun(runner.orm, em, unit);
  countStatementsOf(em);
  const refusals = { em, managerOf: runner.managerOf, lastWrite: watchWrites(em) };
  try {
    await named(refusals, async () => runner.source.began?.(em, signal));
    const result = await run(new EntityUnit({ ...runner, ...refusals, signal }));
    // What is deferred is refused only now.
    await named(refusals, async () => em.commit());
    return result;
  } catch (error) {
    await undo(em);
    throw error;
  }
}

/** Begins a transaction; whoever no longer waits for a connection is told so, and what comes too late is given back. */
async function begun(orm: Orm, em: EntityManager, { isolation, signal }: Unit): Promise<void> {
  const begin = async (): Promise<void> => em.begin(isolation ? { isolationLevel: isolation as IsolationLevel } : {});
  const beginning = connecting(orm)?.then(begin) ?? begin();
  if (!signal) return beginning;
  let stop = (): void => {};
  const stopped = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason as Error);
  });
  signal.addEventListener('abort', stop, { once: true });
  try {
    await Promise.race([beginning, stopped]);
  } catch (error) {
    void beginning.then(
      async () => undo(em),
      () => undefined,
    );
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** The caller's EntityManager where it is in a transaction. @throws GM_ORM_FOREIGN_SESSION where that is another ORM's */
function transactional(orm: Orm, session: object | undefined): EntityManager | undefined {
  if (isForeign(orm, session)) throw ForeignSession.create({});
  const em = session as EntityManager | undefined;
  return em && 'getTransactionContext' in em && 'fork' in em && em.getTransactionContext() ? em : undefined;
}
