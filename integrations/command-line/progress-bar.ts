const WIDTH = 30;

/** Tells how far something is: on a terminal by a bar that moves, otherwise by a line for each thing that is done. */
export class ProgressBar {
  readonly #stream: NodeJS.WriteStream;
  #isOpen = false;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  show(what: string, done: number, of: number): void {
    if (!this.#stream.isTTY) {
      if (done === of) this.#stream.write(`${what}: ${of}\n`);
      return;
    }
    const filled = Math.floor((done / of) * WIDTH);
    this.#stream.write(`\r\u001B[K${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${what} ${done} of ${of}`);
    this.#isOpen = true;
    if (done === of) this.end();
  }

  /** Leaves the line of the bar. */
  end(): void {
    if (this.#isOpen) this.#stream.write('\n');
    this.#isOpen = false;
  }
}
