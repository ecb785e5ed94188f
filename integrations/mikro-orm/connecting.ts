import type { Orm } from './metadata.js';

const PENDING = Symbol('general-manager.connecting');

/** The parts of MikroORM's SQL connection that are used, and who is waited for. */
interface Connection {
  readonly connected: boolean;
  ensureConnection(): Promise<void>;
  [PENDING]?: Promise<void> | undefined;
}

/**
 * Connects an ORM that is not connected yet, once for everybody who asks meanwhile; undefined where there is nothing to wait for.
 *
 * MikroORM says that it is connected before it has looked whether the database exists. Where it does not, it connects again to create
 * it, and closes what others have taken for its pool.
 */
export function connecting(orm: Orm): Promise<void> | undefined {
  const connection = orm.em.getConnection() as unknown as Connection;
  if (connection[PENDING]) return connection[PENDING];
  if (connection.connected) return undefined;
  connection[PENDING] = connection.ensureConnection().finally(() => {
    connection[PENDING] = undefined;
  });
  return connection[PENDING];
}
