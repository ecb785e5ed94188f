/**
 * Collects of the reads of one operation until when their answers may be given to anybody, whoever asks. What says nothing of itself may not be.
 */
export class Sharing {
  readonly #untils: (number | undefined)[] = [];

  /** Of one read: milliseconds since 1970; undefined where its answer is that of whoever asked. */
  note(until: number | undefined): void {
    this.#untils.push(until);
  }

  /** Of all of them, where there were just so many; undefined where one of them may not be given to anybody. */
  until(reads: number): number | undefined {
    const known = this.#untils.filter((each) => each !== undefined);
    return reads > 0 && this.#untils.length === reads && known.length === reads ? Math.min(...known) : undefined;
  }
}
