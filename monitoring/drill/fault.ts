import type { Fleet } from './fleet.js';

/** Something that goes wrong. */
export interface Fault {
  readonly name: string;
  /** What has to fire. */
  readonly alerts: readonly string[];
  /** Makes it go wrong; gives what ends it. */
  readonly inflict: (fleet: Fleet) => Promise<() => Promise<void>>;
}

/** Does something again and again, until it is stopped; several at a time. */
export function repeatedly(work: () => Promise<unknown>, atATime = 1): () => Promise<void> {
  const over = new AbortController();
  const rounds = async (): Promise<void> => {
    while (!over.signal.aborted) await work();
  };
  const running = Promise.all(Array.from({ length: atATime }, rounds));
  return async () => {
    over.abort();
    await running;
  };
}

export const pause = async (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
