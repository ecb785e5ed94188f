/** A wait that can be cut short; what wakes it before it begins counts, too. */
export class Wakeup {
  readonly #keepAlive: boolean;
  #isAwake = false;
  #wake: (() => void) | undefined;

  constructor(keepAlive: boolean) {
    this.#keepAlive = keepAlive;
  }

  get isAwake(): boolean {
    return this.#isAwake;
  }

  reset(): void {
    this.#isAwake = false;
  }

  wake(): void {
    this.#isAwake = true;
    this.#wake?.();
  }

  async wait(ms: number): Promise<void> {
    if (this.#isAwake) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      timer = setTimeout(resolve, ms);
      if (!this.#keepAlive) timer.unref();
    });
    clearTimeout(timer);
    this.#wake = undefined;
  }
}
