import type { EntityManager } from '@mikro-orm/core';
import { countsStatements, countStatement } from '../../../lib/plugin.js';

const COUNTED = Symbol('counted by general-manager');

interface Transaction {
  executeQuery(query: object, options?: object): Promise<unknown>;
  [COUNTED]?: true;
}

/** Counts what MikroORM asks within a transaction for the operations that it does so for, where anybody wants to know. */
export function countStatementsOf(em: EntityManager): void {
  const transaction = em.getTransactionContext<Transaction>();
  // That of an application has several units of work.
  if (!transaction || transaction[COUNTED] || !countsStatements()) return;
  const execute = transaction.executeQuery.bind(transaction);
  const value: Transaction['executeQuery'] = async (query, options) => {
    countStatement();
    return execute(query, options);
  };
  Object.defineProperty(transaction, COUNTED, { value: true });
  Object.defineProperty(transaction, 'executeQuery', { value, configurable: true });
}
