import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.js';
import { ask } from '../running.js';
import { Alone } from './alone.js';

const PATIENCE = 10_000;

describe('sample: logistics as a process', function () {
  this.timeout(60_000);
  const started: Alone[] = [];
  const start = (environment?: Readonly<Record<string, string>>): Alone => {
    const app = new Alone(environment);
    started.push(app);
    return app;
  };
  let database: FreshDatabase;
  before(async () => {
    database = await freshDatabase('logistics_alone');
  });
  afterEach(async () => {
    for (const app of started.splice(0)) await app.remove();
  });
  after(async () => database.drop());

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`ends with 0 on ${signal}, and refuses connections then`, async () => {
      const app = start({ DATABASE_URL: database.url });
      const url = await app.ready();
      expect((await ask(url, '{ ships { totalCount } }')).data).to.deep.equal({ ships: { totalCount: 9 } });
      const begin = performance.now();
      const end = await app.stop(signal);
      expect(end).to.deep.equal({ code: 0, signal: null, output: `ready at ${url}\n`, errors: '' });
      expect(performance.now() - begin).to.be.below(PATIENCE / 2);
      expect(await ask(url, '{ __typename }').catch(() => 'refused')).to.equal('refused');
    });
  }

  it('without a database brings one, and takes it away again', async () => {
    const app = start();
    const url = await app.ready();
    expect((await ask(url, '{ claims { totalCount } }', 'sam')).data).to.deep.equal({ claims: { totalCount: 12 } });
    expect(app.left()).to.have.length(1);
    expect(processesWith(app.folder)).to.include('postgres');
    expect(await app.stop('SIGINT')).to.include({ code: 0, signal: null, errors: '' });
    expect(app.left()).to.deep.equal([]);
    expect(processesWith(app.folder)).to.equal('');
  });

  it('leaves nothing behind where it is stopped while it starts', async () => {
    const app = start();
    // Its database has just begun to exist.
    const [begun] = (await once(watch(app.folder), 'change')) as [string];
    expect(begun).to.equal('rename');
    expect(await app.stop('SIGTERM')).to.include({ output: '' });
    await untilNothingIsLeft(app);
  });

  it('leaves nothing behind where it fails, and says why', async () => {
    const taken = createServer();
    await once(taken.listen(0, '127.0.0.1'), 'listening');
    try {
      const { port } = taken.address() as AddressInfo;
      const app = start({ PORT: String(port) });
      const errors = `Port ${port} is in use. Choose another one: PORT=4001 npm start\n`;
      expect(await app.ended).to.deep.equal({ code: 1, signal: null, output: '', errors });
      await untilNothingIsLeft(app);
    } finally {
      taken.close();
    }
  });

  const FAILURES: readonly (readonly [title: string, environment: Record<string, string>, errors: string])[] = [
    ['a port that is none', { PORT: '40OO' }, 'PORT is "40OO": it has to be a whole number from 0 (any free port) to 65535.\n'],
    [
      'a database that is not there',
      { DATABASE_URL: 'postgresql://nobody:secret@127.0.0.1:1/none' },
      'The database cannot be reached: connect ECONNREFUSED 127.0.0.1:1\n',
    ],
  ];
  for (const [title, environment, errors] of FAILURES) {
    it(`ends with 1 and one line about ${title}`, async () => {
      expect(await start(environment).ended).to.deep.equal({ code: 1, signal: null, output: '', errors });
    });
  }

  /** PostgreSQL notices a little later that the app is gone. */
  async function untilNothingIsLeft(app: Alone): Promise<void> {
    const isLeft = (): boolean => app.left().length > 0 || processesWith(app.folder) !== '';
    for (const end = performance.now() + PATIENCE; isLeft() && performance.now() < end;) await sleep(50);
    expect([app.left(), processesWith(app.folder)]).to.deep.equal([[], '']);
  }
});

/** The commands of processes that work in a folder. */
function processesWith(folder: string): string {
  const { stdout } = spawnSync('ps', ['-eo', 'args='], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .filter((line) => line.includes(folder))
    .join('\n');
}
