import type { EntityManager } from '@mikro-orm/core';

interface Connection {
  executeQuery(query: object): Promise<unknown>;
}

interface Transaction {
  getExecutor(): { provideConnection(consumer: (connection: Connection) => Promise<void>): Promise<void> };
}

/** The second time a connection that works ends its transaction, and one that is lost is known to be. */
const ATTEMPTS = 2;

/**
 * Undoes a transaction, also where its connection is lost or the database has undone it by itself.
 *
 * Kysely gives a connection back to the pool only after a rollback that succeeds; a pool that waited for it would run empty, and SQLite's only
 * connection would be taken forever. A connection that is lost is then thrown away by its pool.
 */
export async function undo(em: EntityManager): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      return await em.rollback();
    } catch {
      // What is wrong with the transaction is told by what failed in it.
    }
  }
  await giveBack(em).catch(() => {});
}

/** Lets the rollback of Kysely succeed; only this, since somebody else may have the connection right after. */
async function giveBack(em: EntityManager): Promise<void> {
  await em
    .getTransactionContext<Transaction>()
    ?.getExecutor()
    .provideConnection(async (connection) => {
      const own = Object.getOwnPropertyDescriptor(connection, 'executeQuery');
      const once = async (): Promise<unknown> => {
        Reflect.deleteProperty(connection, 'executeQuery');
        if (own) Object.defineProperty(connection, 'executeQuery', own);
        return { rows: [] };
      };
      Object.defineProperty(connection, 'executeQuery', { value: once, configurable: true });
    });
  await em.rollback();
}
