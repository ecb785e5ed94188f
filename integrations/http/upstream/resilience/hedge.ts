import type { Clock } from '../clock.js';

/** When a read that is slow is sent a second time. */
export interface HedgeOptions {
  /** Milliseconds after which the second request is sent; take about the time within which 95 % of the answers come. */
  readonly afterMs: number;
}

/** One of the two: it can be given up. */
export interface Runner<T> {
  readonly result: Promise<T>;
  cancel(): void;
}

/**
 * Starts a second runner where the first has not ended in time and a second is allowed. The first that succeeds wins, and the other is
 * cancelled; where both fail, the error is that of the first.
 */
export async function hedged<T>(
  start: (isHedge: boolean) => Runner<T>,
  afterMs: number,
  clock: Clock,
  mayHedge: () => boolean,
): Promise<T> {
  const runners = [start(false)];
  return new Promise<T>((resolve, reject) => {
    const failures: Error[] = [];
    const end = (): void => {
      cancelTimer();
      for (const runner of runners) runner.cancel();
    };
    const win = (value: T): void => {
      end();
      resolve(value);
    };
    const lose = (error: Error): void => {
      failures.push(error);
      // Whoever is alone and fails need not be overtaken.
      if (failures.length < runners.length) return;
      end();
      reject(failures[0]);
    };
    const cancelTimer = clock.after(afterMs, () => {
      if (!mayHedge()) return;
      const second = start(true);
      runners.push(second);
      second.result.then(win, lose);
    });
    runners[0]?.result.then(win, lose);
  });
}
