/** Something to close: a server, an ORM, or a function that does it. */
export type Closeable = (() => Promise<unknown>) | { close(): Promise<unknown> };

/**
 * Closes everything in order, once, on the first SIGTERM or SIGINT, and then lets the process end by itself; a second signal ends it
 * at once.
 *
 * A step that fails does not keep the next from running; the exit code is 1 then. Returns a function that takes the listeners away.
 *
 * @example
 * shutdownOnSignals(server, orm);
 */
export function shutdownOnSignals(...closeables: readonly Closeable[]): () => void {
  const stop = (): void => {
    forget();
    void closeAll(closeables);
  };
  const forget = (): void => {
    process.off('SIGTERM', stop);
    process.off('SIGINT', stop);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  return forget;
}

async function closeAll(closeables: readonly Closeable[]): Promise<void> {
  for (const each of closeables) {
    try {
      await (typeof each === 'function' ? each() : each.close());
    } catch (error) {
      process.exitCode = 1;
      process.stderr.write(`shutdown: ${error instanceof Error ? error.name : 'a step'} failed\n`);
    }
  }
}
