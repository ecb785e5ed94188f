import { connecting } from '../connecting.js';
import type { Orm } from '../metadata.js';
import type { Entities } from '../sql/entities.js';
import type { KnownWrites } from './known-writes.js';
import type { ChangeRecorder } from './recorder.js';
import { watchDriver } from './watch-driver.js';
import { isWatchedPool, watchPool, type WatchedPool } from './watch-pool.js';

/** What is done with what an ORM writes. */
export interface Watching {
  readonly recorder: ChangeRecorder;
  readonly writes: KnownWrites;
  readonly entities: Entities;
}

/** What an ORM is watched with now; of several applications over one ORM the last one knows the tables of all. */
interface Watch {
  current: Watching;
}

const WATCH = Symbol('general-manager changes');

/** The pool of an ORM's connection; undefined where it has none that can be watched. */
export async function poolOf(orm: Orm): Promise<WatchedPool | undefined> {
  const connection = orm.em.getConnection() as unknown as { getNativeClient?(): Promise<unknown> };
  await connecting(orm)?.catch(() => undefined);
  const pool = await connection.getNativeClient?.().catch(() => undefined);
  return isWatchedPool(pool) ? pool : undefined;
}

/** What a pool is watched with already. */
export const watchingOf = (pool: WatchedPool): Watching | undefined => (Reflect.get(pool, WATCH) as Watch | undefined)?.current;

/** Sees everything that an ORM writes from now on. */
export function watch(orm: Orm, pool: WatchedPool, watching: Watching): void {
  const known = Reflect.get(pool, WATCH) as Watch | undefined;
  if (known) {
    known.current = watching;
    return;
  }
  const made: Watch = { current: watching };
  Reflect.defineProperty(pool, WATCH, { value: made });
  watchDriver(orm, () => made.current);
  watchPool(pool, (text) => made.current.recorder.recorded(text));
}
