import { fileURLToPath } from 'node:url';
import type { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import type { Application } from '../../../integrations/index.js';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.js';
import { Parcel, work } from '../../writes/support/outbox.js';
import { run, type Outcome } from './running.js';
import { boot, openOrm } from './support/post.js';

const POST = fileURLToPath(import.meta.resolve('./support/post.ts'));
const MEMORY = fileURLToPath(import.meta.resolve('./support/application.ts'));

describe('general-manager events', () => {
  let database: FreshDatabase;
  let orm: MikroORM;
  let gm: Application;
  before(async () => {
    database = await freshDatabase('cli_events');
    orm = await openOrm(database.url);
    await orm.schema.create();
    gm = await boot(orm);
  });
  after(async () => {
    await orm.close();
    await database.drop();
  });
  beforeEach(async () => {
    await orm.em.getConnection().execute('truncate parcel, general_manager.gm_event restart identity');
    await gm.as({ id: 'ann' }).manager(Parcel).create({ owner: 'ann' });
    await gm.as({ id: 'ann' }).manager(Parcel).update(1, { place: 'a' });
    await work(gm, { maxAttempts: 1 });
  });

  const events = async (...args: readonly string[]): Promise<Outcome> =>
    run(['events', POST, ...args], '.', { SPEC_DATABASE_URL: database.url });

  it('lists what waits and what is dead, for people and for machines', async () => {
    const [text, json] = await Promise.all([events(), events('--json', '--consumer=carrier')]);
    expect([text.code, text.stderr]).to.deep.equal([0, '']);
    expect(text.stdout.replaceAll(/\d{4}-\S+Z/g, 'TIME')).to.equal(`\
  consumer  waiting  dead  oldest
  --------  -------  ----  ------------------------
  carrier   1        1     TIME

  dead  consumer  event            attempts  error       at
  ----  --------  ---------------  --------  ----------  ------------------------
  1     carrier   create Parcel 1  1         RangeError  TIME
`);
    const found = JSON.parse(json.stdout) as Record<'pending' | 'dead', readonly object[]>;
    expect(found.pending).to.have.nested.property('0.pending', 1);
    expect(found.dead).to.have.nested.property('0.error', 'RangeError');
  });

  it('delivers again, skips and deletes', async () => {
    expect((await events('--replay', '--consumer', 'carrier')).stdout).to.equal('1 event is due again.\n');
    expect(await gm.events.dead()).to.deep.equal([]);
    expect((await events('--skip', '--ids', '1,2')).stdout).to.equal('2 events are skipped.\n');
    expect((await events('--replay', '--ids', '1', '--json')).stdout).to.equal('{"count":1}\n');
    expect((await events('--prune', '--before', '2100-01-01')).stdout).to.equal('1 event is deleted.\n');
    await gm.events.skip({ ids: ['1'] });
    expect((await events()).stdout).to.equal('Nothing waits.\n');
  });

  it('ends with 1 and a cure where it cannot, and with 2 where it was not asked properly', async () => {
    const [time, ids, none, ...wrong] = await Promise.all([
      events('--prune', '--before', 'yesterday'),
      events('--skip', '--ids', 'all'),
      run(['events', MEMORY]),
      events('--skip'),
      events('--replay', '--skip', '--ids', '1'),
      events('--prune', '--before', '2100-01-01', '--consumer', 'carrier'),
    ]);
    for (const [outcome, code] of [
      [time, 'GM_CLI_INVALID_ARGUMENT'],
      [ids, 'GM_EVENT_INVALID_SELECTION'],
      [none, 'GM_EVENT_NONE'],
    ] as const) {
      expect([outcome.code, outcome.stderr.split(':')[0]]).to.deep.equal([1, code]);
    }
    for (const outcome of wrong) expect([outcome.code, outcome.stdout]).to.deep.equal([2, '']);
  });
});
