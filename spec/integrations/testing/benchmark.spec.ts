import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { isGeneralManagerError } from 'general-manager';
import { Random } from '../../direct/support/random.js';
import { benchmark, expectBenchmark, type BaselineOptions } from 'general-manager/testing';

/** A machine whose clock stands still but for what runs on it, and which is sometimes slow. */
class Machine {
  readonly #random: Random;
  #now = 0;
  /** How slow it is, as a multiple; wanders for a while. */
  #load = 1;

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  readonly now = (): number => this.#now;

  /** Something that takes so many milliseconds, more or less. */
  work(ms: number): () => void {
    return () => {
      // What else runs there comes and goes, and now and then something comes in between.
      if (this.#random.chance(ms / 500)) this.#load = 1 + this.#random.next() * 3;
      const hiccup = this.#random.chance(ms / 300) ? 20 * this.#random.next() : 0;
      this.#now += ms * this.#load * (0.8 + 0.4 * this.#random.next()) + hiccup;
    };
  }
}

describe('testing: benchmarks', () => {
  let folder: string;
  let file: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'general-manager-benchmarks-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(() => {
    file = join(folder, 'trend.jsonl');
    rmSync(file, { force: true });
  });

  const options = (candidateMs: number, seed = 1): BaselineOptions => {
    const machine = new Machine(seed);
    return {
      name: 'page',
      file,
      candidate: machine.work(candidateMs),
      reference: machine.work(2),
      now: machine.now,
      ci: false,
      update: false,
    };
  };
  const lines = (): readonly { readonly name: string; readonly ratio: number }[] =>
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { name: string; ratio: number });
  const codeOf = async (run: Promise<unknown>): Promise<string> =>
    run.then(
      () => 'nothing',
      (error: unknown) => (isGeneralManagerError(error) ? error.code : String(error)),
    );

  it('tell the ratio whatever the machine does meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.double({ min: 0.2, max: 20, noNaN: true }), async (seed, factor) => {
        const { ratio } = await benchmark(options(2 * factor, seed));
        expect(ratio.median / factor).to.be.within(0.85, 1.18);
        expect(ratio.low).to.be.at.most(ratio.median);
        expect(ratio.high).to.be.at.least(ratio.median);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('repeat what is fast, and take turns in who is first', async () => {
    const order: string[] = [];
    let now = 0;
    const run = (name: string, ms: number) => (): void => {
      order.push(name);
      now += ms;
    };
    const report = await benchmark({ name: 'x', candidate: run('c', 4), reference: run('r', 10), now: () => now, sampleMs: 10, rounds: 6 });
    expect(report).to.include({ candidateMs: 4, referenceMs: 10 });
    expect(report.ratio).to.deep.equal({ median: 0.4, low: 0.4, high: 0.4 });
    // Once, twice, four times; then four and one in each sample.
    const samples = ['c', 'cc', 'cccc', 'r', ...Array.from({ length: 4 }, () => ['cccc', 'r', 'r', 'cccc']).flat()];
    expect(order.join('')).to.equal(samples.join(''));
  });

  it('write the first line, and others only where they are asked to', async () => {
    expect((await expectBenchmark(options(3, 1))).recorded).to.equal(true);
    expect((await expectBenchmark(options(3, 2))).recorded).to.equal(false);
    expect((await expectBenchmark({ ...options(3, 3), update: true })).recorded).to.equal(true);
    expect((await expectBenchmark({ ...options(3, 4), update: true, ci: true })).recorded).to.equal(false);
    expect(lines()).to.have.length(2);
    expect(lines()[0]).to.include.keys('name', 'at', 'ratio', 'low', 'high', 'rounds', 'node');
    expect(await codeOf(expectBenchmark({ ...options(3, 4), name: 'other', ci: true }))).to.equal('GM_TEST_BENCHMARK_MISSING');
  });

  it('find a slow-down that is planted, and tell it', async () => {
    await expectBenchmark(options(3, 1));
    for (let seed = 2; seed < 22; seed += 1) {
      const error: unknown = await expectBenchmark(options(3 * 1.4, seed)).catch((thrown: unknown) => thrown);
      expect(isGeneralManagerError(error, 'GM_TEST_BENCHMARK'), `seed ${seed}`).to.equal(true);
      expect((error as Error).message).to.match(
        /^"page" takes \d\.\d+ times as long as its reference \(.*\): more than 1\.\d+, since it was to be 1\.\d+ before\.$/,
      );
    }
    expect(lines()).to.have.length(1);
  });

  it('take noise for noise', async () => {
    await expectBenchmark(options(3, 1));
    for (let seed = 2; seed < 202; seed += 1) await expectBenchmark(options(3 * (1 + ((seed % 7) - 3) / 100), seed));
  });

  it('find many small steps', async () => {
    let [ms, steps] = [3, 0];
    for (; steps < 20; steps += 1) {
      const code = await codeOf(expectBenchmark({ ...options(ms, steps), update: false }));
      if (code !== 'nothing') break;
      await expectBenchmark({ ...options(ms, 100 + steps), update: true });
      ms *= 1.05;
    }
    expect(steps).to.be.within(4, 12);
  });

  it('hold what is fixed', async () => {
    const { file: _file, ...fixed } = options(3, 1);
    expect(await codeOf(expectBenchmark({ ...fixed, atMost: 1.2 }))).to.equal('GM_TEST_BENCHMARK');
    expect((await expectBenchmark({ ...fixed, atMost: 1.8 })).recorded).to.equal(false);
  });

  it('refuse what cannot be measured', async () => {
    const { file: _file, ...fixed } = options(3, 1);
    writeFileSync(file, '{"name":"page","ratio":"fast"}\n');
    for (const refused of [
      fixed,
      { ...fixed, atMost: 1, rounds: 2 },
      { ...fixed, atMost: 1, sampleMs: Number.NaN },
      { ...fixed, atMost: 1, tolerance: 0 },
      options(3, 1),
    ])
      expect(await codeOf(expectBenchmark(refused))).to.equal('GM_TEST_BENCHMARK_INVALID');
    const idle = { name: 'idle', candidate: () => 1, reference: () => 1, now: () => 5, atMost: 1 };
    expect(await codeOf(expectBenchmark(idle))).to.equal('GM_TEST_BENCHMARK_INVALID');
  });

  it('measure what is really run', async () => {
    const numbers = Array.from({ length: 2000 }, (_each, index) => (index * 7919) % 2003);
    const sort = (): number | undefined => numbers.toSorted((left, right) => left - right)[0];
    // Time of this process: what else the machine does has no part in it.
    const now = (): number => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    };
    const fiveTimes = async (): Promise<void> => {
      for (let time = 0; time < 5; time += 1) sort();
    };
    const { ratio } = await benchmark({ name: 'five times', candidate: fiveTimes, reference: sort, rounds: 12, sampleMs: 5, now });
    expect(ratio.median).to.be.within(2.5, 10);
  });
});
