/** Runs something again and again, one run after the other, until it is stopped; keeps no process alive. */
export class Warmer {
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #failed: (error: unknown) => void;

  constructor(failed: (error: unknown) => void) {
    this.#failed = failed;
  }

  /** Runs for the first time after this time. */
  every(ms: number, run: () => Promise<unknown>): void {
    let isRunning = false;
    const turn = async (): Promise<void> => {
      if (isRunning) return;
      isRunning = true;
      await run().catch(this.#failed);
      isRunning = false;
    };
    this.#timers.add(setInterval(() => void turn(), ms).unref());
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers.clear();
  }
}
