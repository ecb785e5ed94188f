import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import type { Application } from 'general-manager';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';
import { ACCOUNTS, bootLedger, fillLedger, openLedger, PATIENT, post, seeded } from './support/ledger.js';
import { until } from './support/outbox.js';

const POSTER = fileURLToPath(import.meta.resolve('./support/poster.ts'));
const HOOKS = fileURLToPath(import.meta.resolve('../support/typescript-hooks.mjs'));
const SEED = 20_261_125;

interface State {
  readonly id: number;
  readonly log: readonly string[];
  readonly postings: readonly string[];
}

describe('writes and durable events', function () {
  this.timeout(60_000);
  let store: FreshDatabase;
  let orm: MikroORM;
  let gm: Application;
  beforeEach(async () => {
    store = await freshDatabase('writes_crash');
    orm = await openLedger(store.url);
    await fillLedger(orm);
    gm = await bootLedger(orm);
  });
  afterEach(async () => {
    // Kysely never gives back a connection that is lost in the very `begin`, and its pool waits for it.
    await Promise.race([orm.close(), wait(500, undefined, { ref: false })]);
    await store.drop();
  });

  const query = async (sql: string): Promise<unknown[]> => orm.em.getConnection().execute(sql);

  /** Delivers what is left. */
  async function drain(): Promise<void> {
    const worker = gm.worker(PATIENT).start();
    await until(async () => (await gm.events.pending()).length === 0);
    await worker.stop();
  }

  /** What was answered is there, whole, and was told to the consumer in the order of the writes, again at most where it was told last. */
  async function expectNothingLost(acknowledged: readonly string[]): Promise<void> {
    const states = (await query(`select a.id, a.log, coalesce(array_agg(p.token) filter (where p.id is not null), '{}') as postings
      from account a left join posting p on p.account_id = a.id group by a.id order by a.id`)) as readonly State[];
    const delivered = (await query('select manager, key, token from delivered order by id')) as readonly Record<string, string>[];
    expect(states.flatMap(({ log }) => log)).to.include.members(acknowledged);
    for (const { id, log, postings } of states) {
      expect(postings, `postings of ${id}`).to.have.members(log);
      const told = delivered.filter(({ manager, key }) => manager === 'Account' && key === String(id)).map(({ token }) => token);
      expect(
        told.filter((token, index) => token !== told[index - 1]),
        `events of ${id}`,
      ).to.deep.equal(log);
    }
    const made = new Set(delivered.filter(({ manager }) => manager === 'Posting').map(({ token }) => token));
    expect([...made]).to.have.members(states.flatMap(({ postings }) => postings));
  }

  /** Runs a process that writes and delivers, and kills it when it has said so much. */
  async function writeUntilKilled(run: number, enough: number): Promise<readonly string[]> {
    const child = spawn(process.execPath, ['--conditions=source', '--import', HOOKS, POSTER, store.url, String(run)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const said: string[] = [];
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => {
      said.push(line);
      if (said.length === enough) child.kill('SIGKILL');
    });
    const [[code, signal]] = await Promise.all([once(child, 'exit'), once(lines, 'close')]);
    expect([code, signal]).to.deep.equal([null, 'SIGKILL']);
    return said;
  }

  it('survive the process that is killed amid them: nothing that was answered is lost, nothing is half there, every event comes in order', async () => {
    const random = seeded(SEED);
    const acknowledged: string[] = [];
    const enough = (): number => 60 + Math.floor(random() * 60);
    for (let run = 0; acknowledged.length < 500; run += 2) {
      // Two processes share the work.
      const said = await Promise.all([run, run + 1].map(async (each) => writeUntilKilled(each, enough())));
      acknowledged.push(...said.flat());
    }
    await drain();
    await expectNothingLost(acknowledged);
  });

  it('survive their connections, which the database ends amid them', async () => {
    const killer = await openLedger(store.url);
    const random = seeded(SEED);
    const [own] = await killer.em.getConnection().execute<{ pid: number }[]>('select pg_backend_pid() as pid');
    const acknowledged: string[] = [];
    const worker = gm.worker(PATIENT).start();
    let killed = 0;
    const writing = new AbortController();
    const killing = (async () => {
      while (!writing.signal.aborted) {
        const busy = await killer.em
          .getConnection()
          .execute<{ pid: number }[]>(
            `select pid from pg_stat_activity where datname = current_database() and pid <> ${own?.pid} and state <> 'idle' order by pid`,
          );
        const victim = busy[Math.floor(random() * busy.length)];
        if (victim) killed += (await killer.em.getConnection().execute(`select pg_terminate_backend(${victim.pid})`)).length;
        await wait(20);
      }
    })();
    const write = async (lane: number): Promise<void> => {
      const lanes = seeded(SEED + lane);
      for (let count = 0; acknowledged.length < 200; count += 1) {
        const token = `${lane}.${count}`;
        const done = await post(gm, 1 + Math.floor(lanes() * ACCOUNTS), token).then(
          () => true,
          () => false,
        );
        if (done) acknowledged.push(token);
      }
    };
    await Promise.all([0, 1, 2, 3].map(write));
    writing.abort();
    await killing;
    await killer.close();
    await worker.stop();
    await drain();
    expect(killed).to.be.above(10);
    await expectNothingLost(acknowledged);
  });
});
