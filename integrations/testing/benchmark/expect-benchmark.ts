import { isSet } from '../environment.js';
import { InvalidBenchmark, NoBaseline, SlowerThanBefore } from '../errors.js';
import { benchmark } from './benchmark.js';
import type { BaselineOptions, BaselineReport, BenchmarkReport } from './options.js';
import { lowestMedian, median } from './statistics.js';
import { addToTrend, readTrend } from './trend.js';

const TOLERANCE = 0.15;
/** Lines of the trend file that are the baseline together: one alone may have been of a bad hour. */
const LINES = 5;

/**
 * Measures as `benchmark` does, and throws where the ratio is surely higher than it was: by more than `tolerance` than in the last lines of the trend file, by
 * more than twice that than ever, or above `atMost`. What is found is measured once more, with more rounds, before it is told.
 *
 * @throws GM_TEST_BENCHMARK, GM_TEST_BENCHMARK_MISSING, GM_TEST_BENCHMARK_INVALID
 * @example
 * await expectBenchmark({ name: 'page', file: 'benchmarks.jsonl', candidate: () => books.page({ first: 20 }), reference: () => pool.query(SQL) });
 */
export async function expectBenchmark(options: BaselineOptions): Promise<BaselineReport> {
  const { file, ci = isSet('CI'), update = isSet('UPDATE_BENCHMARKS') } = options;
  const ratios = await before(options, ci);
  const known = ratios.length === 0 ? {} : { baseline: median(ratios.slice(-LINES)), best: lowestMedian(ratios, LINES) };
  const report = await measured(options, boundsOf(update && !ci ? {} : known, options));
  const recorded = file !== undefined && !ci && (update || ratios.length === 0);
  if (recorded) await addToTrend(file, report);
  return { ...report, ...known, recorded };
}

/** The ratios that were kept, the oldest first. */
async function before({ name, file, atMost, tolerance = TOLERANCE }: BaselineOptions, ci: boolean): Promise<readonly number[]> {
  if (!(tolerance > 0)) throw InvalidBenchmark.create({ what: `"tolerance" is ${tolerance}, not a number above 0.` });
  if (file === undefined) {
    if (atMost === undefined) throw InvalidBenchmark.create({ what: 'Either "file" or "atMost" is needed.' });
    return [];
  }
  const lines = await readTrend(file, name);
  if (lines.length === 0 && ci) throw NoBaseline.create({ name, file: String(file) });
  return lines.map(({ ratio }) => ratio);
}

/** A ratio that may not be passed, and why. */
interface Bound {
  readonly ratio: number;
  readonly what: string;
}

function boundsOf(
  { baseline, best }: Pick<BaselineReport, 'baseline' | 'best'>,
  { tolerance = TOLERANCE, atMost }: Pick<BaselineOptions, 'tolerance' | 'atMost'>,
): readonly Bound[] {
  return [
    ...(baseline === undefined ? [] : [{ ratio: baseline * (1 + tolerance), what: `${figure(baseline)} before` }]),
    // Many small steps are a large one.
    ...(best === undefined ? [] : [{ ratio: best * (1 + 2 * tolerance), what: `${figure(best)} at its best` }]),
    ...(atMost === undefined ? [] : [{ ratio: atMost, what: `${figure(atMost)} at most` }]),
  ];
}

/** Measures, once more where it looks bad. */
async function measured(options: BaselineOptions, bounds: readonly Bound[]): Promise<BenchmarkReport> {
  const passed = ({ ratio }: BenchmarkReport): Bound | undefined => bounds.find((bound) => ratio.low > bound.ratio);
  const first = await benchmark(options);
  if (!passed(first)) return first;
  const second = await benchmark({ ...options, rounds: first.rounds * 2 });
  const bound = passed(second);
  if (bound) throw SlowerThanBefore.create({ ...told(second), limit: figure(bound.ratio), what: bound.what });
  return second;
}

const told = ({ name, ratio, candidateMs, referenceMs, rounds }: BenchmarkReport) => ({
  name,
  ratio: figure(ratio.median),
  low: figure(ratio.low),
  high: figure(ratio.high),
  candidateMs: figure(candidateMs),
  referenceMs: figure(referenceMs),
  rounds,
});

const figure = (value: number): string => String(Number(value.toPrecision(3)));
