import type { EntityManager } from '@mikro-orm/core';

interface Connection {
  executeQuery(query: object): Promise<unknown>;
}

interface Transaction {
  getExecutor(): { provideConnection(consumer: (connection: Connection) => Promise<void>): Promise<void> };
}

/**
 * Undoes a transaction, also where its connection is lost or the database has undone it by itself.
 *
 * Kysely gives a connection back to the pool only after a rollback that succeeds; a pool that waited for it would run empty, and SQLite's only
 * connection would be taken forever. A connection that is lost is then thrown away by its pool.
 */
export async function undo(em: EntityManager): Promise<void> {
  try {
    await em.rollback();
  } catch {
    await giveBack(em).catch(() => {});
  }
}

async function giveBack(em: EntityManager): Promise<void> {
  let restore = (): void => {};
  await em
    .getTransactionContext<Transaction>()
    ?.getExecutor()
    .provideConnection(async (connection) => {
      const own = Object.getOwnPropertyDescriptor(connection, 'executeQuery');
      Object.defineProperty(connection, 'executeQuery', { value: async () => ({ rows: [] }), configurable: true });
      restore = () => {
        Reflect.deleteProperty(connection, 'executeQuery');
        if (own) Object.defineProperty(connection, 'executeQuery', own);
      };
    });
  try {
    await em.rollback();
  } finally {
    restore();
  }
}
