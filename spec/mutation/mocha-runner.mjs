// Runs specs for Stryker in one process, with the mocha of the main install: mutants are switched on one after the other.
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import * as fc from 'fast-check';
import Mocha from 'mocha';
import { coverageOfTests } from './coverage.mjs';

/** The instrumented sources share it with the runner. */
const SHARED = '__stryker__';
const SUCCESS = 0;
const FAILED = 1;

/** Stryker's port for what runs tests. */
class MochaRunner {
  static inject = ['options'];
  #mocha;
  #shared = (globalThis[SHARED] ??= {});
  #loaded = false;

  constructor(options) {
    this.#mocha = new Mocha({ timeout: 0, reporter: class {} });
    this.#mocha.cleanReferencesAfterRun(false);
    for (const file of options.specs.flatMap((pattern) => globSync(pattern)).toSorted()) this.#mocha.addFile(resolve(file));
    // The first counterexample kills; nobody reads a smaller one.
    fc.configureGlobal({ endOnFailure: true });
  }

  capabilities() {
    return { reloadEnvironment: false };
  }

  async dryRun() {
    await this.#load();
    this.#mocha.suite.beforeEach('which test is it', asTest);
    const tests = await this.#run(() => true, false);
    return { status: 'complete', tests, mutantCoverage: coverageOfTests(this.#shared.mutantCoverage, tests) };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation }) {
    this.#shared.hitLimit = hitLimit;
    this.#shared.hitCount = hitLimit === undefined ? undefined : 0;
    if (mutantActivation === 'static') this.#shared.activeMutant = activeMutant.id;
    try {
      await this.#load();
    } catch (error) {
      return { status: 'killed', killedBy: [], failureMessage: String(error), nrOfTests: 0 };
    }
    this.#shared.activeMutant = activeMutant.id;
    const wanted = testFilter && new Set(testFilter);
    const tests = await this.#run((title) => wanted?.has(title) ?? true, true);
    this.#shared.activeMutant = undefined;
    if (hitLimit !== undefined && this.#shared.hitCount > hitLimit) return { status: 'timeout', reason: 'in an endless loop' };
    const killer = tests.find(({ status }) => status === FAILED);
    if (!killer) return { status: 'survived', nrOfTests: tests.length };
    return { status: 'killed', killedBy: [killer.id], failureMessage: killer.failureMessage, nrOfTests: tests.length };
  }

  async #load() {
    if (this.#loaded) return;
    await this.#mocha.loadFilesAsync();
    this.#loaded = true;
  }

  /** Runs the tests of some titles; with `bail`, only until the first one fails. */
  #run(isWanted, bail) {
    setBail(this.#mocha.suite, bail);
    this.#mocha.grep({ test: isWanted });
    const tests = [];
    let started = 0;
    return new Promise((done) => {
      const runner = this.#mocha.run(() => done(tests));
      const add = ({ title, file }, rest) => {
        tests.push({ id: title, name: title, ...(file && { fileName: file }), timeSpentMs: Date.now() - started, ...rest });
        started = Date.now();
      };
      started = Date.now();
      // What hooks do before the tests of a suite counts for all of them.
      runner.on('suite', (suite) => (this.#shared.currentTestId = `${suite.fullTitle()} `));
      runner.on('pass', (test) => add({ title: test.fullTitle(), file: test.file }, { status: SUCCESS }));
      runner.on('fail', (test, error) => {
        const { currentTest = test } = test.ctx ?? {};
        add(
          { title: currentTest.fullTitle(), file: currentTest.file },
          { status: FAILED, failureMessage: String(error?.message ?? error) || 'failed' },
        );
      });
    });
  }
}

function asTest() {
  globalThis[SHARED].currentTestId = this.currentTest.fullTitle();
}

function setBail(suite, bail) {
  suite.bail(bail);
  for (const each of suite.suites) setBail(each, bail);
}

/** What Stryker finds in a plugin. */
export const strykerPlugins = [{ kind: 'TestRunner', name: 'specs', injectableClass: MochaRunner }];
export const strykerValidationSchema = { properties: { specs: { type: 'array', items: { type: 'string' } } } };
