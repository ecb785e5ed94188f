import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Job, Load } from './run-load.js';

/** The load generator in its own process. */
export interface LoadProcess {
  run(job: Job): Promise<Load>;
  stop(): void;
}

/** It inherits how this process runs TypeScript, and ends with it. */
export function startLoadProcess(): LoadProcess {
  const child = fork(fileURLToPath(new URL('generator.ts', import.meta.url)), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return {
    run: async (job) => {
      child.send(job);
      const [{ load, error }] = (await once(child, 'message')) as [{ load?: Load; error?: string }];
      if (!load) throw new Error(error);
      return load;
    },
    stop: () => void child.kill(),
  };
}
