import type { EntityManager } from '@mikro-orm/core';

/** What a transaction wrote to last: not every error of a database says where it happened. */
export interface LastWrite {
  /** The table, with its schema in front where the statement names one. */
  readonly table: readonly string[];
  readonly isDelete: boolean;
}

interface Transaction {
  executeQuery(query: { readonly sql: string }, options?: object): Promise<unknown>;
}

const WRITE = /^\s*(insert|update|delete)\s(?:\s*(?:ignore|into|from)\s)*\s*((?:[`"][^`"]+[`"]\.?)+)/i;

/** Looks at the statements of a transaction that is not the application's. */
export function watchWrites(em: EntityManager): () => LastWrite | undefined {
  const transaction = em.getTransactionContext<Transaction>();
  if (!transaction) return () => undefined;
  let last: LastWrite | undefined;
  const execute = transaction.executeQuery.bind(transaction);
  const value: Transaction['executeQuery'] = async (query, options) => {
    last = writeOf(query.sql) ?? last;
    return execute(query, options);
  };
  Reflect.defineProperty(transaction, 'executeQuery', { value, configurable: true });
  return () => last;
}

function writeOf(text: string): LastWrite | undefined {
  const [, verb = '', table = ''] = WRITE.exec(text) ?? [];
  if (table === '') return undefined;
  return { table: table.slice(1, -1).split(/[`"]\.[`"]/), isDelete: verb.toLowerCase() === 'delete' };
}
