import type { EntityManager, EventSubscriber, TransactionEventArgs } from '@mikro-orm/core';
import type { Orm } from '../metadata.js';

type Listener = () => Promise<void>;

/** Runs what units of work leave for after their commit, also where the transaction is the application's own. */
export class CommitListeners {
  readonly #waiting = new WeakMap<object, Listener[]>();
  readonly #orm: Orm;
  #subscribed = false;

  constructor(orm: Orm) {
    this.#orm = orm;
  }

  add(em: EntityManager, listener: Listener): void {
    const transaction = em.getTransactionContext<object>();
    if (!transaction) throw new TypeError('a unit of work has a transaction');
    this.#subscribe();
    this.#waiting.set(transaction, [...(this.#waiting.get(transaction) ?? []), listener]);
  }

  /** Events of all forks that have not been given an event manager of their own come here. */
  #subscribe(): void {
    if (this.#subscribed) return;
    this.#subscribed = true;
    const subscriber: EventSubscriber = {
      afterTransactionCommit: async ({ transaction }: TransactionEventArgs) => this.#run(transaction),
      afterTransactionRollback: ({ transaction }: TransactionEventArgs) => void (transaction && this.#waiting.delete(transaction)),
    };
    this.#orm.em.getEventManager().registerSubscriber(subscriber);
  }

  async #run(transaction: TransactionEventArgs['transaction']): Promise<void> {
    if (!transaction || transaction.savepointName !== undefined) return;
    const listeners = this.#waiting.get(transaction) ?? [];
    this.#waiting.delete(transaction);
    for (const listener of listeners) await listener();
  }
}
