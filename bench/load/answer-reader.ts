/** An answer, as far as a load generator looks at it. */
export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

const END_OF_HEAD = '\r\n\r\n';
const LAST_CHUNK = Buffer.from('0\r\n\r\n');

/** Puts the answers of one HTTP connection together, one after the other; costs far less than a client for everybody. */
export class AnswerReader {
  #received: Buffer[] = [];
  #length = 0;
  #tail: Buffer = Buffer.alloc(0);
  /** Length of the whole answer once its head is there; NaN where chunks say it. */
  #expected: number | undefined;

  /** Takes what has arrived, and gives the answer when it is complete. */
  take(data: Buffer): Answer | undefined {
    this.#received.push(data);
    this.#length += data.length;
    this.#expected ??= this.#lengthFromHead();
    if (this.#expected === undefined) return undefined;
    return (Number.isNaN(this.#expected) ? this.#endsWithLastChunk(data) : this.#length >= this.#expected) ? this.#complete() : undefined;
  }

  #endsWithLastChunk(data: Buffer): boolean {
    this.#tail = Buffer.concat([this.#tail, data.subarray(-LAST_CHUNK.length)]).subarray(-LAST_CHUNK.length);
    return this.#tail.equals(LAST_CHUNK);
  }

  #lengthFromHead(): number | undefined {
    const received = this.#whole();
    const end = received.indexOf(END_OF_HEAD);
    if (end < 0) return undefined;
    const head = received.toString('latin1', 0, end + 2);
    const length = /\r\ncontent-length: *(\d+)\r\n/i.exec(head)?.[1];
    if (length === undefined && !/\r\ntransfer-encoding: *chunked\r\n/i.test(head)) throw new Error('The answer has no length.');
    return length === undefined ? Number.NaN : end + END_OF_HEAD.length + Number(length);
  }

  #complete(): Answer {
    const whole = this.#whole();
    const body = whole.subarray(whole.indexOf(END_OF_HEAD) + END_OF_HEAD.length);
    const answer = { status: Number(whole.toString('latin1', 9, 12)), body: Number.isNaN(this.#expected) ? unchunk(body) : body };
    this.#received = [];
    this.#length = 0;
    this.#tail = Buffer.alloc(0);
    this.#expected = undefined;
    return answer;
  }

  #whole(): Buffer {
    if (this.#received.length > 1) this.#received = [Buffer.concat(this.#received, this.#length)];
    return this.#received[0] ?? Buffer.alloc(0);
  }
}

function unchunk(body: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; at < body.length;) {
    const line = body.indexOf('\r\n', at);
    const length = Number.parseInt(body.toString('latin1', at, line), 16);
    chunks.push(body.subarray(line + 2, line + 2 + length));
    at = line + 2 + length + 2;
  }
  return Buffer.concat(chunks);
}
