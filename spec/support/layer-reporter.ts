// Mocha's own reporter, and behind its summary the times of the layers.
import { relative } from 'node:path';
import { reporters, Runner, type Hook, type MochaOptions, type Test } from 'mocha';
import { LayerTimes } from './layer-times.js';

const { EVENT_RUN_BEGIN, EVENT_RUN_END, EVENT_HOOK_END, EVENT_TEST_END } = Runner.constants;

class LayerReporter extends reporters.Spec {
  readonly #times = new LayerTimes();
  #loading = 0;

  constructor(runner: Runner, options?: MochaOptions) {
    super(runner, options);
    runner.once(EVENT_RUN_BEGIN, () => (this.#loading = performance.now()));
    // Events of workers come when their file is over: only what they carry tells times.
    runner.on(EVENT_TEST_END, (test) => this.#add(test, 1));
    runner.on(EVENT_HOOK_END, (hook) => this.#add(hook, 0));
    runner.once(EVENT_RUN_END, () => {
      const lines = this.#times.report(this.#loading).map((text) => (text === '' ? '' : `  ${text}`));
      if (lines.length > 0) reporters.Base.consoleLog(`${lines.join('\n')}\n`);
    });
  }

  #add({ file, duration = 0 }: Test | Hook, specs: number): void {
    if (file !== undefined) this.#times.add(relative(process.cwd(), file), duration, specs);
  }
}

// Mocha requires reporters, and takes what that gives for the class.
export { LayerReporter as 'module.exports' };
