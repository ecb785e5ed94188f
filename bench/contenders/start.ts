import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Contender } from './contender.js';

/** A server process that answers. */
export interface Running {
  readonly contender: Contender;
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

export interface Surroundings {
  readonly databaseUrl: string;
  /** The role of those whose permissions are in the database. */
  readonly visitor: string;
  /** Connections to the database at most, the same for all. */
  readonly pool: number;
  /** Whether the package runs from its sources, so that it need not have been built. */
  readonly source?: boolean;
}

const HOOKS = fileURLToPath(new URL('../../spec/support/typescript-hooks.mjs', import.meta.url));

/** Starts the server of a contender and waits until it answers. It ends with this process, in whatever way. */
export async function start(contender: Contender, { databaseUrl, visitor, pool, source = false }: Surroundings): Promise<Running> {
  const child = fork(fileURLToPath(new URL(`../${contender.program}`, import.meta.url)), {
    execArgv: contender.peer ? [] : [...(source ? ['--conditions=source'] : []), '--import', HOOKS],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      VISITOR: visitor,
      POOL: String(pool),
      ...contender.environment,
    },
  });
  const { url } = await new Promise<{ url: string }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { url: string }));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The server of ${contender.name} ended before it answered (exit code ${code}).`)));
  });
  return {
    contender,
    url,
    pid: child.pid ?? 0,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
