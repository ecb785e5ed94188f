import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { startPostgres, type RunningPostgres } from 'general-manager/testing';
import { Snapshot } from '../../integrations/mikro-orm/change/snapshot.js';
import { Item, openYard, type Yard } from './support/depot.js';
import type { Kept } from './support/keeper.js';

const manager = { id: 1, roles: ['manager'] };

describe('changes: a database that crashes', function () {
  this.timeout(60_000);
  let postgres: RunningPostgres;
  let yard: Yard;

  before(async () => {
    // Its own: everything on it goes down.
    postgres = await startPostgres();
    // Known when all specs begin, not when this file is loaded.
    const outside = process.env['TEST_PG_URL'];
    process.env['TEST_PG_URL'] = postgres.url;
    try {
      yard = await openYard('changes_crash');
    } finally {
      process.env['TEST_PG_URL'] = outside;
    }
  });
  after(async () => {
    await yard?.gm.close();
    await yard?.orm.close();
    await postgres?.stop();
  });

  const keep = async (): Promise<Kept> => yard.keeper.keep(async () => yard.gm.as(manager).manager(Item).select({ label: true }).all());
  const label = async (text: string): Promise<unknown> => yard.orm.em.fork().nativeUpdate(Item, { id: 1 }, { label: text });
  const settled = async <T>(run: () => Promise<T>): Promise<T> => {
    for (let tries = 0; ; tries += 1) {
      try {
        return await run();
      } catch (error) {
        if (tries === 200) throw error;
        await wait(50);
      }
    }
  };

  it('counts as another one: it may have lost what was committed, and gives its numbers to others', async () => {
    await yard.query(`insert into item (id, label) values (1, 'first')`);
    // Who commits does not wait for the disk, which hears of it late.
    await yard.query(`alter system set synchronous_commit = off`);
    await yard.query(`alter system set wal_writer_delay = '10s'`);
    await yard.query('select pg_reload_conf()');
    await wait(300);
    await yard.query('checkpoint');
    await label('lost');
    const kept = await keep();
    expect(kept.answer).to.include('lost');
    expect(await yard.keeper.changed(kept)).to.deep.equal([false]);
    const [{ pid } = {}] = await yard.query('select pg_backend_pid() as pid');
    process.kill(Number(pid), 'SIGKILL');
    await settled(async () => yard.query('select 1'));
    const [{ label: left } = {}] = await yard.query('select label from item');
    expect(left).to.equal('first');
    await settled(async () => label('second'));
    const [{ xid } = {}] = await yard.query('select max(xid::text::bigint)::text as xid from general_manager.gm_change');
    // By the numbers of transactions alone, what was written is what had been seen.
    const [, snapshot = ''] = kept.footprint.fence.split('/');
    expect(new Snapshot(snapshot).sees(BigInt(String(xid)))).to.equal(true);
    expect(await yard.keeper.changed(kept)).to.deep.equal([true]);
    expect(await yard.keeper.changed(await keep())).to.deep.equal([false]);
  });
});
