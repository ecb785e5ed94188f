const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Does something when a signal ends the process, and lets it end then; gives what takes that back. */
export function beforeSignals(work: () => Promise<void>): () => void {
  const listeners = SIGNALS.map((signal) => {
    const listener = (): void => {
      takeBack();
      // Whoever else listens, such as a test runner, decides how the process ends.
      const end = (): void => void (process.listenerCount(signal) === 0 && process.kill(process.pid, signal));
      void work().then(end, end);
    };
    process.once(signal, listener);
    return { signal, listener };
  });
  const takeBack = (): void => {
    for (const { signal, listener } of listeners) process.removeListener(signal, listener);
  };
  return takeBack;
}
