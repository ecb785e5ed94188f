import { IsolationLevel, type EntityManager, type MikroORM } from '@mikro-orm/core';

/** A transaction in which data is changed and that is always rolled back; it sees nothing of what others write meanwhile. */
export class Sandbox {
  readonly #em: EntityManager;

  private constructor(em: EntityManager) {
    this.#em = em;
  }

  /** Runs in a transaction of its own. */
  static async run<T>(orm: MikroORM, work: (sandbox: Sandbox) => Promise<T>): Promise<T> {
    const em = orm.em.fork();
    await em.begin({ isolationLevel: IsolationLevel.REPEATABLE_READ });
    try {
      return await work(new Sandbox(em));
    } finally {
      await em.rollback();
    }
  }

  /** An EntityManager in the transaction that knows no objects yet. */
  session(): EntityManager {
    return this.#em.fork({ keepTransactionContext: true });
  }

  /** Does something that the database may refuse; gives whether it changed anything, and undoes it where not. */
  async attempt(work: (session: EntityManager) => Promise<unknown>): Promise<boolean> {
    await this.#run('savepoint gm_attempt');
    try {
      const changed = await work(this.session());
      await this.#run('release savepoint gm_attempt');
      return changed !== 0;
    } catch {
      await this.#run('rollback to savepoint gm_attempt');
      return false;
    }
  }

  /** Begins a series of questions: what was changed until now stays when one fails. */
  async mark(): Promise<void> {
    await this.#run('savepoint gm_question');
  }

  /** Asks one question of a series. In PostgreSQL a failure ends the transaction, unless it goes back to the mark. */
  async guarded<T extends { readonly failed: boolean }>(work: (session: EntityManager) => Promise<T>): Promise<T> {
    const answer = await work(this.session());
    if (answer.failed) await this.#run('rollback to savepoint gm_question');
    return answer;
  }

  /** Undoes what `work` changed. */
  async undone<T>(work: () => Promise<T>): Promise<T> {
    await this.#run('savepoint gm_round');
    try {
      return await work();
    } finally {
      await this.#run('rollback to savepoint gm_round');
    }
  }

  async #run(sql: string): Promise<void> {
    await this.#em.getConnection().execute(sql, [], 'run', this.#em.getTransactionContext());
  }
}
