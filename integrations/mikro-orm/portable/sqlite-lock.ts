import { setTimeout as wait } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/core';
import { leaseOfKysely, type KyselyClient } from '../lease-kysely.js';
import type { StatementLease } from '../lease.js';

/** Milliseconds between two tries to get the lock at most. */
const PAUSE_MS = 20;

/**
 * Takes SQLite's lock for writing before anything is read: a transaction that reads first and then writes fails where another one has written
 * meanwhile, however long it waits.
 *
 * The lock is waited for as long as the connection's `busy_timeout` says, but without holding up the process, in which the other one may be.
 */
export async function lockForWriting(em: EntityManager, signal: AbortSignal | undefined): Promise<void> {
  const transaction = em.getTransactionContext<KyselyClient>();
  if (!transaction) return;
  const held = await leaseOfKysely(transaction, transaction);
  try {
    const { rows } = await held.query('pragma busy_timeout', []);
    const patience = Number(Object.values(rows[0] ?? {})[0] ?? 0);
    await held.query('pragma busy_timeout = 0', []);
    try {
      await beginImmediate(held, patience, signal);
    } finally {
      await held.query(`pragma busy_timeout = ${patience}`, []);
    }
  } finally {
    held.release();
  }
}

/** MikroORM has begun a transaction already, in which nothing has happened. */
async function beginImmediate(held: StatementLease, patience: number, signal: AbortSignal | undefined): Promise<void> {
  const started = performance.now();
  await held.query('rollback', []);
  for (let pause = 1; ; pause = Math.min(pause * 2, PAUSE_MS)) {
    try {
      await held.query('begin immediate', []);
      return;
    } catch (error) {
      if (!isBusy(error) || signal?.aborted || performance.now() - started >= patience) {
        // For what undoes the transaction then.
        await held.query('begin', []);
        throw error;
      }
    }
    await wait(pause);
  }
}

const isBusy = (error: unknown): boolean => String((error as { readonly code?: unknown }).code).startsWith('SQLITE_BUSY');
