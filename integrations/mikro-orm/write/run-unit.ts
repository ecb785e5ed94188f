import type { EntityManager, IsolationLevel } from '@mikro-orm/core';
import { WriteTimeout, type ApplicationModel, type ManagerModel, type WriteContext, type WriteUnit } from '../../../lib/plugin.js';
import type { Orm } from '../metadata.js';
import type { HistoryRecorder } from '../history/history-recorder.js';
import type { DatabaseSession } from '../rls/actor-session.js';
import { namedContention } from './flush-named.js';
import type { CommitListeners } from './commit-listeners.js';
import { EntityUnit } from './unit.js';
import type { UnitSource } from './unit-source.js';

/** What units of work of an ORM have in common. */
export interface UnitRunner {
  readonly orm: Orm;
  readonly model: ApplicationModel;
  readonly source: UnitSource;
  readonly managerOf: (entity: object) => ManagerModel | undefined;
  readonly listeners: CommitListeners;
  readonly recorderOf?: ((session: object) => HistoryRecorder) | undefined;
}

/** Beyond this, Node's timers fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Runs a unit of work on an EntityManager of its own: in the transaction of the caller's where it has one, otherwise in one that is committed or
 * undone here.
 *
 * @throws GM_WRITE_TIMEOUT; the reason of the signal
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
  const bounds = signals.length > 0 ? { signal: AbortSignal.any(signals), inflightQueryAbortStrategy: 'cancel query' as const } : {};
  try {
    return await within(runner, run, { foreign: transactional(session), isolation, bounds, database });
  } catch (error) {
    signal?.throwIfAborted();
    if (timeout?.aborted) throw WriteTimeout.create({}, { cause: error });
    throw namedContention(error);
  }
}

interface Unit {
  readonly foreign: EntityManager | undefined;
  readonly isolation: WriteContext['isolation'];
  readonly bounds: object;
  readonly database: DatabaseSession | undefined;
}

async function within<T>(
  runner: UnitRunner,
  run: (unit: WriteUnit) => Promise<T>,
  { foreign, isolation, bounds, database }: Unit,
): Promise<T> {
  const options = { clear: true, flushMode: 'commit' as const, ...bounds };
  if (foreign) return run(new EntityUnit({ ...runner, em: foreign.fork({ ...options, keepTransactionContext: true }) }));
  const em = runner.orm.em.fork({ ...options, disableContextResolution: true, ...(database && { session: database }) });
  await em.begin(isolation ? { isolationLevel: isolation as IsolationLevel } : {});
  try {
    const result = await run(new EntityUnit({ ...runner, em }));
    await em.commit();
    return result;
  } catch (error) {
    await em.rollback().catch(() => {});
    throw error;
  }
}

/** The caller's EntityManager where it is in a transaction. */
function transactional(session: object | undefined): EntityManager | undefined {
  const em = session as EntityManager | undefined;
  return em && 'getTransactionContext' in em && 'fork' in em && em.getTransactionContext() ? em : undefined;
}
