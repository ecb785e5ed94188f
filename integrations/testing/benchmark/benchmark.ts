import { InvalidBenchmark } from '../errors.js';
import type { BenchmarkOptions, BenchmarkReport } from './options.js';
import { estimate, median } from './statistics.js';

const ROUNDS = 30;
const LEAST_ROUNDS = 6;
const SAMPLE_MS = 20;
/** Rounds that are thrown away: code is compiled and pools are filled in them. */
const WARM_UP = 2;
/** Runs in one sample at most. */
const MOST_RUNS = 1_000_000;

/**
 * Measures how long something takes, as a multiple of something else: samples of both alternate, so that what slows the machine down for a while slows both.
 *
 * @throws GM_TEST_BENCHMARK_INVALID
 * @example
 * const { ratio } = await benchmark({ name: 'page', candidate: () => books.page({ first: 20 }), reference: () => em.find(Book, {}, { limit: 20 }) });
 */
export async function benchmark(options: BenchmarkOptions): Promise<BenchmarkReport> {
  const { name, candidate, reference, rounds = ROUNDS, sampleMs = SAMPLE_MS, now = () => performance.now() } = options;
  if (!(Number.isInteger(rounds) && rounds >= LEAST_ROUNDS))
    throw InvalidBenchmark.create({ what: `"rounds" is ${rounds}, not a whole number from ${LEAST_ROUNDS}.` });
  if (!(sampleMs >= 0)) throw InvalidBenchmark.create({ what: `"sampleMs" is ${sampleMs}, not a number from 0.` });
  const sampler = { sampleMs, now };
  const sides = [await Side.of(candidate, sampler), await Side.of(reference, sampler)] as const;
  for (let round = -WARM_UP; round < rounds; round += 1) {
    // Who comes second finds another machine: each does in turn.
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) await side.sample(round >= 0);
  }
  const [own, other] = sides.map(({ times }) => times);
  if (!own || !other || other.some((time) => !(time > 0)))
    throw InvalidBenchmark.create({ what: `The reference of "${name}" takes no time that can be measured.` });
  const ratio = estimate(own.map((time, round) => time / (other[round] ?? Number.NaN)));
  return { name, ratio, candidateMs: median(own), referenceMs: median(other), rounds };
}

interface Sampler {
  readonly sampleMs: number;
  readonly now: () => number;
}

/** One of the two: its samples, in milliseconds of one run. */
class Side {
  readonly times: number[] = [];
  readonly #run: () => unknown;
  readonly #now: () => number;
  readonly #runs: number;

  private constructor(run: () => unknown, now: () => number, runs: number) {
    this.#run = run;
    this.#now = now;
    this.#runs = runs;
  }

  /** Finds out how many runs make a sample. */
  static async of(run: () => unknown, { sampleMs, now }: Sampler): Promise<Side> {
    for (let runs = 1; ; runs *= 2) {
      const took = await timed(run, runs, now);
      if (took >= sampleMs || runs >= MOST_RUNS) return new Side(run, now, runs);
    }
  }

  async sample(counts: boolean): Promise<void> {
    const took = await timed(this.#run, this.#runs, this.#now);
    if (counts) this.times.push(took / this.#runs);
  }
}

async function timed(run: () => unknown, runs: number, now: () => number): Promise<number> {
  const started = now();
  for (let time = 0; time < runs; time += 1) {
    const result = run();
    // What is no promise is not waited for: a turn of the event loop takes longer than much that is measured.
    if (result instanceof Promise) await result;
  }
  return now() - started;
}
