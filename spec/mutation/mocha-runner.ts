// Runs specs for Stryker in one process, with the mocha of the main install: mutants are switched on one after the other.
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import * as fc from 'fast-check';
import Mocha, { type Context, type Suite } from 'mocha';
import { coverageOfTests, duringHooks, type Coverage } from './coverage.js';

/** What the instrumented sources share with the runner. */
interface Shared {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  readonly mutantCoverage?: Coverage;
}

/** One mutant, as Stryker wants it run. */
interface MutantRun {
  readonly activeMutant: { readonly id: string };
  /** The titles of the tests; all of them where it is missing. */
  readonly testFilter?: readonly string[];
  readonly hitLimit?: number;
  readonly mutantActivation: 'runtime' | 'static';
}

interface TestResult {
  readonly id: string;
  readonly name: string;
  readonly fileName?: string;
  readonly timeSpentMs: number;
  readonly status: typeof SUCCESS | typeof FAILED;
  readonly failureMessage?: string;
}

const SUCCESS = 0;
const FAILED = 1;

const shared = ((globalThis as { __stryker__?: Shared }).__stryker__ ??= {});

/** Stryker's port for what runs tests. */
class SpecRunner {
  static readonly inject = ['options'];
  readonly #mocha = new Mocha({ timeout: 0, reporter: Mocha.reporters.Base });
  #loaded = false;

  constructor(options: { readonly specs: readonly string[] }) {
    this.#mocha.cleanReferencesAfterRun(false);
    const files = options.specs.flatMap((pattern) => globSync(pattern));
    for (const file of files.toSorted()) this.#mocha.addFile(resolve(file));
    // The first counterexample kills; nobody reads a smaller one.
    fc.configureGlobal({ endOnFailure: true });
  }

  capabilities(): object {
    return { reloadEnvironment: false };
  }

  async dryRun(): Promise<object> {
    await this.#load();
    this.#mocha.suite.beforeEach(function (this: Context): void {
      shared.currentTestId = this.currentTest?.fullTitle();
    });
    const tests = await this.#run(() => true, false);
    const noted = shared.mutantCoverage ?? { static: {}, perTest: {} };
    const titles = tests.map(({ id }) => id);
    return { status: 'complete', tests, mutantCoverage: coverageOfTests(noted, titles) };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation }: MutantRun): Promise<object> {
    shared.hitLimit = hitLimit;
    shared.hitCount = hitLimit === undefined ? undefined : 0;
    shared.activeMutant = mutantActivation === 'static' ? activeMutant.id : undefined;
    try {
      await this.#load();
    } catch (error) {
      return { status: 'killed', killedBy: [], failureMessage: String(error), nrOfTests: 0 };
    }
    shared.activeMutant = activeMutant.id;
    const wanted = testFilter && new Set(testFilter);
    const tests = await this.#run((title) => wanted?.has(title) ?? true, true);
    shared.activeMutant = undefined;
    if (hitLimit !== undefined && (shared.hitCount ?? 0) > hitLimit) return { status: 'timeout', reason: 'in an endless loop' };
    const killer = tests.find(({ status }) => status === FAILED);
    if (!killer) return { status: 'survived', nrOfTests: tests.length };
    return { status: 'killed', killedBy: [killer.id], failureMessage: killer.failureMessage, nrOfTests: tests.length };
  }

  async #load(): Promise<void> {
    if (this.#loaded) return;
    await this.#mocha.loadFilesAsync();
    this.#loaded = true;
  }

  /** Runs the tests of some titles; with `bail`, only until the first one fails. */
  async #run(isWanted: (title: string) => boolean, bail: boolean): Promise<readonly TestResult[]> {
    setBail(this.#mocha.suite, bail);
    // Mocha only tests titles with it.
    this.#mocha.grep({ test: isWanted } as RegExp);
    const tests: TestResult[] = [];
    let started = Date.now();
    const add = (title: string, file: string | undefined, failureMessage?: string): void => {
      const timeSpentMs = Date.now() - started;
      started = Date.now();
      const failure = failureMessage === undefined ? ({ status: SUCCESS } as const) : ({ status: FAILED, failureMessage } as const);
      tests.push({ id: title, name: title, ...(file !== undefined && { fileName: file }), timeSpentMs, ...failure });
    };
    return new Promise((done) => {
      const runner = this.#mocha.run(() => done(tests));
      // What hooks do before the tests of a suite counts for all of them.
      runner.on('suite', (suite) => void (shared.currentTestId = duringHooks(suite.fullTitle())));
      runner.on('pass', (test) => add(test.fullTitle(), test.file));
      runner.on('fail', (test, error: unknown) => {
        const { currentTest = test } = test.ctx ?? {};
        add(currentTest.fullTitle(), currentTest.file, error instanceof Error ? error.message : String(error));
      });
    });
  }
}

function setBail(suite: Suite, bail: boolean): void {
  suite.bail(bail);
  for (const each of suite.suites) setBail(each, bail);
}

/** What Stryker finds in a plugin. */
export const strykerPlugins = [{ kind: 'TestRunner', name: 'specs', injectableClass: SpecRunner }];
/** The option that the runner takes: globs of specs. */
export const strykerValidationSchema = { properties: { specs: { type: 'array', items: { type: 'string' } } } };
