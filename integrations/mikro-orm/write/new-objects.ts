import { ChangeSetComputer, ChangeSetPersister, type AbortQueryOptions, type EntityManager } from '@mikro-orm/core';
import type { Meta } from '../metadata.js';
import { isWatched } from './watched.js';

/** The new entities of a unit of work. Where a unit does nothing but make some of one class, they need no order, and nothing is looked for. */
export class NewObjects {
  readonly #made = new Set<object>();
  readonly #metas = new Set<Meta>();
  #isAlone = true;

  add(meta: Meta, entity: object, values: Iterable<unknown>): void {
    // What a new entity refers to has to be there first.
    for (const value of values) if (this.#made.has(value as object)) this.#isAlone = false;
    this.#made.add(entity);
    this.#metas.add(meta);
  }

  /** The unit also does something else. */
  joined(): void {
    this.#isAlone = false;
  }

  /** Inserts the entities, in as few statements as MikroORM does; where that is not all that there is, leaves them to the unit of work. */
  async flush(em: EntityManager, bounds: AbortQueryOptions): Promise<void> {
    const made = [...this.#made];
    this.#made.clear();
    if (!this.#isPlain(em)) return void em.persist(made);
    const computer = new ChangeSetComputer(em, new Set());
    const changes = made.flatMap((entity) => computer.computeChangeSet(entity) ?? []);
    await new ChangeSetPersister(em).executeInserts(changes, { ctx: em.getTransactionContext(), ...bounds });
  }

  #isPlain(em: EntityManager): boolean {
    const [meta, ...others] = this.#metas;
    if (!this.#isAlone || meta === undefined || others.length > 0 || meta.root.discriminatorColumn !== undefined) return false;
    // What is linked one to one leads back to the new entity, so that the unit of work would find and insert it, too.
    return !meta.relations.some(({ kind, owner }) => kind === '1:1' && owner) && !isWatched(em, meta);
  }
}
