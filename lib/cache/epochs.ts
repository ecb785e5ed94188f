import { randomUUID } from 'node:crypto';
import type { GuardedStore } from './guarded-store.js';

const PREFIX = 'epoch:';

/**
 * Which writes of a manager have been seen, of managers whose sources tell no changes: a word that is another one after each write through this
 * application. Answers that were read under another word are not given any more.
 */
export class Epochs {
  readonly #store: GuardedStore | undefined;
  readonly #known = new Map<string, string>();
  /** What was written here and may not have reached the store: the store's word is not taken then. */
  readonly #untold = new Set<string>();

  constructor(store: GuardedStore | undefined) {
    this.#store = store;
  }

  /** The word of a manager as far as it is known here. */
  of(manager: string): string {
    return this.#known.get(manager) ?? '';
  }

  /** Asks the store for what others have written. */
  async refresh(managers: readonly string[]): Promise<void> {
    if (!this.#store || managers.length === 0) return;
    const found = await this.#store.call(async (store) => store.get(managers.map((manager) => PREFIX + manager)));
    for (const [index, manager] of managers.entries()) {
      const word = found?.value[index];
      if (typeof word === 'string' && word.length <= 64 && !this.#untold.has(manager)) this.#known.set(manager, word);
    }
  }

  /** A manager was written, or may have been: from now on here, and for others as soon as the store knows. */
  async bump(manager: string, keptForMs: number): Promise<void> {
    const word = randomUUID();
    this.#known.set(manager, word);
    if (!this.#store) return;
    this.#untold.add(manager);
    const told = await this.#store.call(async (store) => store.set(PREFIX + manager, word, keptForMs));
    if (told && this.#known.get(manager) === word) this.#untold.delete(manager);
  }

  /** A manager may have been written elsewhere: what was read of it before is not given any more. What the store says is asked when it is next read. */
  doubt(manager: string): void {
    this.#known.set(manager, randomUUID());
  }

  /** Whether something was read under the words that hold now. */
  hold(epochs: Readonly<Record<string, string>>): boolean {
    return Object.entries(epochs).every(([manager, epoch]) => this.of(manager) === epoch);
  }
}
