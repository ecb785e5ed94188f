import { JsonBytes } from '../../lib/plugin.js';

type Receive = (chunk: Buffer) => void;

/** The parts of a connection's stream that are used; whoever has tapped it is kept with it. */
export interface TappedStream {
  [KEY]?: RowTap;
  listeners(event: 'data'): readonly unknown[];
  on(event: 'data', listener: Receive): unknown;
  off(event: 'data', listener: Receive): unknown;
}

const KEY = Symbol('general-manager.row-tap');

/** A value of so many bytes is worth more than a message; below, pg makes a text of it as fast. */
const LONG = 16_384;

const DATA_ROW = 0x44;
const READY_FOR_QUERY = 0x5a;

const PARSE_COMPLETE = 0x31;
const BIND_COMPLETE = 0x32;

/** Every message: one byte that says which it is, four for its length, which counts itself. */
const HEAD = 5;
/** A row of one value: two bytes more for the number of values, four for the length of the value. */
const ROW_HEAD = HEAD + 2 + 4;

/**
 * Reads long values off the stream of a connection before pg does, which would copy what has come again with each piece, and make a text of the whole.
 * Everything else goes on to pg, byte by byte as it came.
 *
 * The messages are those of PostgreSQL's protocol 3.
 */
export class RowTap {
  readonly #pass: Receive;
  readonly #long: number;
  #take: ((value: JsonBytes) => void) | undefined;
  #hasBegun = false;
  /** The beginning of a message, as long as it does not tell what is in it. */
  #head: Buffer = NOTHING;
  /** Bytes to come of a message that goes on to pg, or of a value that is taken. */
  #left = 0;
  #value: Buffer[] | undefined;

  constructor(pass: Receive, long = LONG) {
    this.#pass = pass;
    this.#long = long;
  }

  /** The tap of a stream; undefined where others than pg listen to it. */
  static of(stream: TappedStream): RowTap | undefined {
    const known = stream[KEY];
    if (known) return known;
    const [receive, ...others] = stream.listeners('data') as readonly Receive[];
    if (!receive || others.length > 0) return undefined;
    const tap = new RowTap((chunk) => receive.call(stream, chunk));
    stream.on('data', (chunk) => tap.receive(chunk));
    stream.off('data', receive);
    return (stream[KEY] = tap);
  }

  /** Gives the long value of the next statement on the connection to `take`; to be called before that is sent. */
  next(take: (value: JsonBytes) => void): void {
    this.#take = take;
    this.#hasBegun = false;
    this.#head = NOTHING;
    this.#left = 0;
    this.#value = undefined;
  }

  receive(chunk: Buffer): void {
    let rest = chunk;
    while (this.#take && rest.length > 0) rest = this.#left > 0 ? this.#goOn(rest) : this.#begin(rest);
    if (rest.length > 0) this.#pass(rest);
  }

  #goOn(chunk: Buffer): Buffer {
    const part = chunk.subarray(0, this.#left);
    this.#left -= part.length;
    if (!this.#value) this.#pass(part);
    else {
      this.#value.push(part);
      if (this.#left === 0) this.#end(this.#value);
    }
    return chunk.subarray(part.length);
  }

  #end(value: Buffer[]): void {
    this.#value = undefined;
    this.#take?.(new JsonBytes(value));
  }

  /** Looks at the beginning of a message; gives what is not looked at yet. */
  #begin(chunk: Buffer): Buffer {
    const bytes = this.#head.length > 0 ? Buffer.concat([this.#head, chunk]) : chunk;
    this.#head = NOTHING;
    if (bytes.length < (bytes[0] === DATA_ROW ? ROW_HEAD : HEAD)) {
      this.#head = bytes;
      return NOTHING;
    }
    if (!this.#isExpected(bytes)) {
      this.#take = undefined;
      return bytes;
    }
    const long = this.#longValue(bytes);
    if (long !== undefined) this.#value = [];
    this.#left = long ?? bytes.readUInt32BE(1) + 1;
    return long === undefined ? bytes : bytes.subarray(ROW_HEAD);
  }

  /** The length of the only value of a row, if it is a long one. */
  #longValue(bytes: Buffer): number | undefined {
    if (bytes[0] !== DATA_ROW || bytes.readUInt16BE(HEAD) !== 1) return undefined;
    const length = bytes.readInt32BE(HEAD + 2);
    return length > this.#long ? length : undefined;
  }

  /**
   * Whether this is the answer to the statement, and not its end. What the database says by itself may have come in part before; then the first bytes
   * are no beginning, and pg has to read all of it.
   */
  #isExpected(bytes: Buffer): boolean {
    const expected = this.#hasBegun ? bytes[0] !== READY_FOR_QUERY : isBeginning(bytes);
    this.#hasBegun = true;
    return expected;
  }
}

/** The messages that answer to what is sent first have nothing in them. */
const isBeginning = (bytes: Buffer): boolean => (bytes[0] === PARSE_COMPLETE || bytes[0] === BIND_COMPLETE) && bytes.readUInt32BE(1) === 4;

const NOTHING = Buffer.alloc(0);
