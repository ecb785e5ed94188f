import type { EntityManager, EventSubscriber, TransactionEventArgs } from '@mikro-orm/core';
import type { Orm } from '../metadata.js';

type Listener = () => Promise<void>;

interface Waiting {
  readonly listener: Listener;
  /** The transactions that it is in; it is gone with any of them. */
  readonly within: readonly object[];
}

/** Runs what units of work leave for after their commit, also where the transaction is the application's own, or one inside another one. */
export class CommitListeners {
  /** What waits for the commit of an outermost transaction. */
  readonly #waiting = new WeakMap<object, readonly Waiting[]>();
  /** What the transactions of EntityManagers are begun in. */
  readonly #around = new WeakMap<object, object>();
  /** The transaction that a savepoint is in. */
  readonly #outer = new WeakMap<object, object>();
  readonly #orm: Orm;
  #subscribed = false;

  constructor(orm: Orm) {
    this.#orm = orm;
  }

  add(em: EntityManager, listener: Listener): void {
    const transaction = em.getTransactionContext<object>();
    if (!transaction) throw new TypeError('a unit of work has a transaction');
    const within = this.#chain(transaction);
    const outermost = within.at(-1) ?? transaction;
    this.#waiting.set(outermost, [...(this.#waiting.get(outermost) ?? []), { listener, within }]);
  }

  /** Told before transactions begin. Events of all forks that have not been given an event manager of their own come here. */
  subscribe(): void {
    if (this.#subscribed) return;
    this.#subscribed = true;
    const subscriber: EventSubscriber = {
      beforeTransactionStart: ({ em, transaction }: TransactionEventArgs) => void (transaction && this.#around.set(em, transaction)),
      afterTransactionStart: ({ em, transaction }: TransactionEventArgs) => this.#started(em, transaction),
      afterTransactionCommit: async ({ transaction }: TransactionEventArgs) => this.#committed(transaction),
      afterTransactionRollback: ({ transaction }: TransactionEventArgs) => this.#undone(transaction),
    };
    this.#orm.em.getEventManager().registerSubscriber(subscriber);
  }

  #started(em: object, transaction: TransactionEventArgs['transaction']): void {
    const outer = this.#around.get(em);
    this.#around.delete(em);
    if (outer && transaction) this.#outer.set(transaction, outer);
  }

  /** Not every driver tells of the end of a savepoint; what is in one waits for the outermost commit anyway. */
  async #committed(transaction: TransactionEventArgs['transaction']): Promise<void> {
    if (!transaction || this.#outer.has(transaction)) return;
    const waiting = this.#waiting.get(transaction) ?? [];
    this.#waiting.delete(transaction);
    for (const { listener } of waiting) await listener();
  }

  #undone(transaction: TransactionEventArgs['transaction']): void {
    if (!transaction) return;
    const outermost = this.#chain(transaction).at(-1) ?? transaction;
    const waiting = this.#waiting.get(outermost) ?? [];
    this.#waiting.set(
      outermost,
      waiting.filter(({ within }) => !within.includes(transaction)),
    );
  }

  /** A transaction and all that it is in, the outermost one last. */
  #chain(transaction: object): readonly object[] {
    const outer = this.#outer.get(transaction);
    return outer ? [transaction, ...this.#chain(outer)] : [transaction];
  }
}
