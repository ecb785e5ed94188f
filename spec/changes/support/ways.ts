import * as fc from 'fast-check';

/** Deals all ways to write out, so that each has its turn: in an order that the seed gives, so many at a time. */
export function dealt<T>(ways: readonly T[], size: number, seed: number): readonly (readonly T[])[] {
  const [order = []] = fc.sample(fc.shuffledSubarray([...ways], { minLength: ways.length }), { seed, numRuns: 1 });
  return Array.from({ length: Math.ceil(order.length / size) }, (_none, index) => order.slice(index * size, (index + 1) * size));
}

/** Which ways have written: a way that always fails shows nothing. */
export class Written {
  readonly #done = new Set<string>();

  /** Fails as the way does, which the database may want: then nothing is written. */
  async by(way: string, run: () => Promise<unknown>): Promise<void> {
    await run().then(
      () => this.#done.add(way),
      () => undefined,
    );
  }

  missing(ways: readonly string[]): readonly string[] {
    return ways.filter((each) => !this.#done.has(each));
  }
}
