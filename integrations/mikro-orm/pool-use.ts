import type { PoolUse } from '../../lib/plugin.js';
import type { Orm } from './metadata.js';

/** The parts of pg's pool that tell of its use. */
interface CountingPool {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
  readonly options: { readonly max: number };
}

/** The parts of MikroORM's connection that are used. */
interface PooledConnection {
  readonly connected: boolean;
  getNativeClient?(): Promise<unknown>;
}

/** How many connections the ORM uses; undefined where its client does not tell, or has not connected. Connects to nothing. */
export async function poolUse({ em }: Orm): Promise<PoolUse | undefined> {
  // Asking whether it is connected would take a connection.
  const connection = em.getConnection() as unknown as PooledConnection;
  const pool = connection.connected ? await connection.getNativeClient?.().catch(() => undefined) : undefined;
  if (!isCounting(pool)) return undefined;
  const { totalCount, idleCount, waitingCount, options } = pool;
  return { used: totalCount - idleCount, idle: idleCount, waiting: waitingCount, max: options.max };
}

const isCounting = (pool: unknown): pool is CountingPool =>
  typeof pool === 'object' && pool !== null && 'totalCount' in pool && 'idleCount' in pool && 'waitingCount' in pool && 'options' in pool;
