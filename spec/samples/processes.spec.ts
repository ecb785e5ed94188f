import { spawnSync } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { freePort } from '../support/free-port.js';
import { freshDatabase } from '../support/postgres.js';
import { ask, startSample } from './running.js';

const processesOf = (group: number): string =>
  spawnSync('ps', ['-o', 'pid=,args=', '-g', String(group)], { encoding: 'utf8' }).stdout.trim();

describe('samples as processes', function () {
  this.timeout(120_000);
  let folder: string;

  // A temporary folder that nobody else uses; PostgreSQL, started by root, runs as another user and has to reach its files.
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'general-manager-samples-'));
    chmodSync(folder, 0o755);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const leftovers = (): readonly string[] => readdirSync(folder).filter((name) => name.startsWith('general-manager-'));

  for (const [script, query, signal] of [
    ['start', '{ ships { totalCount } }', 'SIGTERM'],
    ['quickstart', '{ books { totalCount } }', 'SIGINT'],
    ['demo', '{ ships { totalCount } }', 'SIGTERM'],
  ] as const) {
    it(`npm run ${script} needs no database, and leaves nothing behind on ${signal}`, async () => {
      const ports = { METRICS_PORT: String(await freePort()), STATUS_PORT: '0' };
      const sample = await startSample(script, { TMPDIR: folder, ...(script === 'demo' && ports) });
      expect((await ask(sample.url, query)).errors).to.equal(undefined);
      expect(leftovers()).to.have.length(1);
      const begin = performance.now();
      await sample.stop(signal);
      await gone(() => leftovers().length === 0 && processesOf(sample.child.pid ?? 0) === '');
      expect(performance.now() - begin).to.be.below(10_000);
    });
  }

  it('says what is wrong and ends with 1 where the port is taken', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const database = await freshDatabase('taken');
    try {
      const port = String((taken.address() as AddressInfo).port);
      const failed = await startSample('start', { DATABASE_URL: database.url, PORT: port }).then(
        () => 'started',
        (error: Error) => error.message,
      );
      expect(failed).to.match(/ended with 1: Port \d+ is in use/s);
    } finally {
      taken.close();
      await database.drop();
    }
  });

  it('says what is wrong and ends with 1 where the database is not there', async () => {
    const failed = await startSample('start', { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' }).then(
      () => 'started',
      (error: Error) => error.message,
    );
    expect(failed).to.match(/ended with 1: .*ECONNREFUSED/s);
  });

  async function gone(isGone: () => boolean): Promise<void> {
    for (let attempt = 0; attempt < 100 && !isGone(); attempt += 1) await new Promise((resolve) => setTimeout(resolve, 100));
    expect(isGone()).to.equal(true);
  }
});
