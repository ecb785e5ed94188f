/** What has to be undone, the last first; once, whatever asks for it how often. */
export class Undoing {
  readonly #steps: (() => Promise<unknown>)[] = [];
  #running: Promise<void> | undefined;

  add(step: () => Promise<unknown>): void {
    this.#steps.push(step);
  }

  /** A step that fails keeps no other from being taken. */
  async run(): Promise<void> {
    return (this.#running ??= this.#run());
  }

  /** Gives what something gives; undoes everything where it fails. */
  async unlessFailing<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      await this.run().catch(() => undefined);
      throw error;
    }
  }

  async #run(): Promise<void> {
    const failures: unknown[] = [];
    for (const step of this.#steps.toReversed()) await step().catch((error: unknown) => failures.push(error));
    if (failures.length === 1) throw failures[0];
    if (failures.length > 0) throw new AggregateError(failures, 'Not everything could be closed.');
  }
}
