import { randomUUID } from 'node:crypto';

/**
 * Carries short texts to all processes of an application. They may be lost, late, doubled or forged: whatever they say, answers are as right as without
 * them, and only younger.
 */
export interface CacheHints {
  publish(text: string): Promise<void>;
  /** Calls the listener for each text that any process publishes, also this one; once. */
  subscribe(listener: (text: string) => void): Promise<void>;
  /** Frees what it has opened itself. */
  close?(): Promise<void>;
}

/** Longer texts are none of ours. */
const LONGEST = 300;

/** What hints do here. */
export interface HintingOptions {
  /** Whether there is such a manager. */
  readonly isManager: (name: string) => boolean;
  /** Something may have been written of a manager, elsewhere. */
  readonly doubt: (manager: string) => void;
}

/** Tells other processes what was written here of sources that tell no changes, and hears what they tell. */
export class Hinting {
  readonly #hints: CacheHints;
  /** Own hints are known already. */
  readonly #process = randomUUID();
  readonly #subscribed: Promise<void>;
  readonly #pending = new Set<Promise<void>>();

  constructor(hints: CacheHints, options: HintingOptions) {
    this.#hints = hints;
    this.#subscribed = hints.subscribe((text) => this.#hear(text, options)).catch(() => {});
  }

  /** Nobody waits for it. */
  tell(manager: string): void {
    const told = this.#subscribed
      .then(async () => this.#hints.publish(`${this.#process} ${manager}`))
      .catch(() => {})
      .finally(() => this.#pending.delete(told));
    this.#pending.add(told);
  }

  async close(): Promise<void> {
    await Promise.all([this.#subscribed, ...this.#pending]);
    await this.#hints.close?.();
  }

  #hear(text: string, { isManager, doubt }: HintingOptions): void {
    if (text.length > LONGEST) return;
    const space = text.indexOf(' ');
    const manager = text.slice(space + 1);
    if (space > 0 && text.slice(0, space) !== this.#process && isManager(manager)) doubt(manager);
  }
}
