/**
 * Runs the steps in order, once, on the first SIGTERM or SIGINT, and then lets the process end by itself.
 *
 * A step that fails does not keep the next from running; the exit code is 1 then.
 *
 * @example
 * shutdownOnSignals(() => server.close(), () => orm.close());
 */
export function shutdownOnSignals(...steps: readonly (() => Promise<unknown>)[]): void {
  const stop = (): void => {
    process.off('SIGTERM', stop);
    process.off('SIGINT', stop);
    void run(steps);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

async function run(steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      process.exitCode = 1;
      process.stderr.write(`shutdown: ${error instanceof Error ? error.name : 'a step'} failed\n`);
    }
  }
}
