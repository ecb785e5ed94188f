import { helper } from '@mikro-orm/core';
import type { Meta } from '../metadata.js';

/** Rows that a transaction has locked and read: what it knows of them is how they are, until it writes to them. */
export class LockedRows {
  readonly #byTransaction = new WeakMap<object, Map<string, object>>();

  add(transaction: object | undefined, meta: Meta, entities: Iterable<object>): void {
    if (!transaction) return;
    const rows = this.#byTransaction.get(transaction) ?? new Map<string, object>();
    this.#byTransaction.set(transaction, rows);
    for (const entity of entities) rows.set(idOf(meta, [helper(entity as never).getPrimaryKeys()].flat(Infinity)), entity);
  }

  /** What a row held when it was read, by property; only once, since it is written now. */
  take(transaction: object | undefined, meta: Meta, key: readonly unknown[]): Readonly<Record<string, unknown>> | undefined {
    const rows = transaction && this.#byTransaction.get(transaction);
    const id = idOf(meta, key);
    const entity = rows?.get(id);
    rows?.delete(id);
    return entity && helper(entity as never).__originalEntityData;
  }
}

const idOf = ({ root }: Meta, key: readonly unknown[]): string => JSON.stringify([root.className, key.map(String)]);
