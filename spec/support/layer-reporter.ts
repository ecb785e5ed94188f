// Mocha's own reporter, and behind its summary the times of the layers.
import { relative } from 'node:path';
import { reporters, Runner, type MochaOptions, type Suite } from 'mocha';
import { LayerTimes } from './layer-times.js';

const { EVENT_RUN_BEGIN, EVENT_RUN_END, EVENT_SUITE_BEGIN, EVENT_SUITE_END, EVENT_TEST_END } = Runner.constants;

class LayerReporter extends reporters.Spec {
  readonly #times = new LayerTimes();
  #loading = 0;
  #started = 0;
  #specs = 0;

  constructor(runner: Runner, options?: MochaOptions) {
    super(runner, options);
    runner.once(EVENT_RUN_BEGIN, () => (this.#loading = performance.now()));
    runner.on(EVENT_SUITE_BEGIN, (suite) => {
      if (isOutermost(suite)) [this.#started, this.#specs] = [performance.now(), 0];
    });
    runner.on(EVENT_TEST_END, () => (this.#specs += 1));
    runner.on(EVENT_SUITE_END, (suite) => {
      if (isOutermost(suite)) this.#times.add(relative(process.cwd(), suite.file ?? ''), performance.now() - this.#started, this.#specs);
    });
    runner.once(EVENT_RUN_END, () => {
      const lines = this.#times.report(this.#loading).map((text) => (text === '' ? '' : `  ${text}`));
      if (lines.length > 0) reporters.Base.consoleLog(`${lines.join('\n')}\n`);
    });
  }
}

const isOutermost = ({ parent }: Suite): boolean => parent?.root === true;

// Mocha requires reporters, and takes what that gives for the class.
export { LayerReporter as 'module.exports' };
