/** Two numbers of 32 bits that stand for a text; the same on every machine. */
export type Hash = readonly [number, number];

/** Hashes the parts of a path; the same as {@link Hash} of each other only by chance. */
export function hashOf(...parts: readonly (string | number)[]): Hash {
  let one = 0xdeadbeef;
  let other = 0x41c6ce57;
  for (const code of codesOf(parts)) {
    one = Math.imul(one ^ code, 2_654_435_761);
    other = Math.imul(other ^ code, 1_597_334_677);
  }
  one = Math.imul(one ^ (one >>> 16), 2_246_822_507) ^ Math.imul(other ^ (other >>> 13), 3_266_489_909);
  other = Math.imul(other ^ (other >>> 16), 2_246_822_507) ^ Math.imul(one ^ (one >>> 13), 3_266_489_909);
  return [one | 0, other | 0];
}

function* codesOf(parts: readonly (string | number)[]): Iterable<number> {
  for (const part of parts) {
    const text = String(part);
    for (let place = 0; place < text.length; place += 1) yield text.charCodeAt(place);
    // No character has this code, so that "ab", "c" is not "a", "bc".
    yield 0x1_0000;
  }
}

const WARM_UP = 12;
const TWO_32 = 2 ** 32;

/**
 * Numbers that look random and are the same for the same path, place and attempt (sfc32, by Chris Doty-Humphrey). It is set anew for each value, so that
 * no value depends on how many were made before.
 */
export class Random {
  #a = 0;
  #b = 0;
  #c = 0;
  #counter = 1;

  /** Begins the numbers of one value. */
  seed([one, other]: Hash, index: number, attempt = 0): this {
    this.#a = one;
    this.#b = other ^ Math.floor(index / TWO_32) ^ Math.imul(attempt, 0x9e37_79b1);
    this.#c = index | 0;
    this.#counter = 1;
    for (let round = 0; round < WARM_UP; round += 1) this.#step();
    return this;
  }

  /** A number from 0 up to, not including, 1. */
  next(): number {
    return this.#step() / TWO_32;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number from `least` to `most`, both included. */
  int(least: number, most: number): number {
    const span = most - least + 1;
    if (span <= TWO_32) return least + Math.floor(this.next() * span);
    return Math.min(most, least + Math.floor(this.#fine() * span));
  }

  /** A number from `least` up to `most`. */
  float(least: number, most: number): number {
    // The whole range of doubles is wider than a double.
    const share = this.#fine();
    return least * (1 - share) + most * share;
  }

  bigint(least: bigint, most: bigint): bigint {
    const span = most - least + 1n;
    let drawn = 0n;
    for (let reached = 1n; reached < span << 32n; reached <<= 32n) drawn = (drawn << 32n) | BigInt(this.#step());
    return least + (drawn % span);
  }

  pick<T>(values: readonly T[]): T {
    return values[Math.floor(this.next() * values.length)] as T;
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.#step() & 0xff);
  }

  /** With all the bits that a double has below 1. */
  #fine(): number {
    return ((this.#step() >>> 5) * 2 ** 26 + (this.#step() >>> 6)) / 2 ** 53;
  }

  #step(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }
}
