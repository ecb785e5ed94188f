import { spawnSync } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect } from 'chai';
import { freePort } from '../support/free-port.js';
import { freshDatabase } from '../support/postgres.js';
import { ask, startSample } from './running.js';

const leftovers = (): readonly string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('general-manager-'));
const processesOf = (group: number): string =>
  spawnSync('ps', ['-o', 'pid=,args=', '-g', String(group)], { encoding: 'utf8' }).stdout.trim();

describe('samples as processes', function () {
  this.timeout(120_000);

  for (const [script, query, signal] of [
    ['start', '{ ships { totalCount } }', 'SIGTERM'],
    ['quickstart', '{ books { totalCount } }', 'SIGINT'],
    ['demo', '{ ships { totalCount } }', 'SIGTERM'],
  ] as const) {
    it(`npm run ${script} needs no database, and leaves nothing behind on ${signal}`, async () => {
      const before = new Set(leftovers());
      const ports = { METRICS_PORT: String(await freePort()), STATUS_PORT: '0' };
      const sample = await startSample(script, script === 'demo' ? ports : {});
      expect((await ask(sample.url, query)).errors).to.equal(undefined);
      expect(leftovers().filter((name) => !before.has(name))).to.have.length(1);
      const begin = performance.now();
      await sample.stop(signal);
      await gone(() => leftovers().every((name) => before.has(name)) && processesOf(sample.child.pid ?? 0) === '');
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
