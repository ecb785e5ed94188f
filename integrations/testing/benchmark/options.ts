/** What is measured: one thing against another, in the same process and at the same time. */
export interface BenchmarkOptions {
  /** What it is called in the trend file; unique there. */
  readonly name: string;
  /** Of what it is asked how long it takes. */
  readonly candidate: () => unknown;
  /** What it is compared with: it does the same by hand, or before. Times of machines differ, their ratio hardly does. */
  readonly reference: () => unknown;
  /** Pairs of samples, one of each. Default: 30. */
  readonly rounds?: number;
  /** Milliseconds that a sample takes at least: what is faster is repeated in it. Default: 20. */
  readonly sampleMs?: number;
  /** Milliseconds that never run backwards. Default: the machine's. */
  readonly now?: () => number;
}

/** What is expected of a benchmark. */
export interface BaselineOptions extends BenchmarkOptions {
  /** The trend file, which is committed: a JSON line for each time that was kept. Default: none, so that only `atMost` counts. */
  readonly file?: string | URL;
  /** How much slower than before is too slow, as a share. Default: 0.15. */
  readonly tolerance?: number;
  /** The highest ratio, whatever it was before. Default: none. */
  readonly atMost?: number;
  /** Adds a line to the trend file, except in CI. Default: whether `UPDATE_BENCHMARKS` is set; a first line is always added. */
  readonly update?: boolean;
  /** Whether this is CI, where nothing is written, and a line has to be there. Default: whether `CI` is set. */
  readonly ci?: boolean;
}

/** A number with the bounds between which it is with 95% certainty. */
export interface Estimate {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** How long the candidate takes, as a multiple of the reference. */
export interface BenchmarkReport {
  readonly name: string;
  readonly ratio: Estimate;
  /** Milliseconds of one run, for reading only. */
  readonly candidateMs: number;
  readonly referenceMs: number;
  readonly rounds: number;
}

/** A benchmark, held against what it was. */
export interface BaselineReport extends BenchmarkReport {
  /** The ratio of the last lines of the trend file; undefined where there were none. */
  readonly baseline?: number;
  /** The best that the trend file knows over some lines. */
  readonly best?: number;
  /** Whether a line was added. */
  readonly recorded: boolean;
}
