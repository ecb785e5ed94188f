import { setTimeout as wait } from 'node:timers/promises';
import KeyvRedis from '@keyv/redis';
import { KeyvPostgres } from '@keyv/postgres';
import { expect } from 'chai';
import { Keyv } from 'keyv';
import type { MikroORM } from '@mikro-orm/postgresql';
import { Random } from '../direct/support/random.js';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';
import { openCounters } from './support/counters.js';
import { Fleet, STEPS, WAYS, type FleetNode, type Step } from './support/fleet.js';
import { violations, type Attempt, type Seen } from './support/history.js';
import { hasRedis, RedisServer } from './support/redis-server.js';

/** A long run: GM_CACHE_HISTORY_SECONDS=300. By default every step is visited once for pauses and lost connections, and some of them for kills. */
const SECONDS = Number(process.env['GM_CACHE_HISTORY_SECONDS'] ?? 0);
const SEED = Number(process.env['GM_CACHE_HISTORY_SEED'] ?? 41);

/** Between two reads of one session. */
const PACE_MS = SECONDS > 0 ? 0 : 4;

/** Written by one process each. */
const WRITERS = [1, 2];
const COUNTERS = 3;

type Action = 'kill' | 'pause' | 'terminate';

interface Job {
  readonly way: string;
  readonly step: Step;
  readonly action: Action;
}

/** Some ways commit as they are sent. */
const TRANSACTIONS = ['pipeline', 'flush', 'transaction'];

const job = (action: Action, step: Step, place: number): Job => {
  const ways = step === 'committing' ? TRANSACTIONS : WAYS;
  return { action, step, way: ways[place % ways.length] ?? 'native' };
};

describe(`processes over one PostgreSQL and one ${hasRedis ? 'Redis' : 'store in it (there is no redis-server)'}`, function () {
  this.timeout(60_000 + SECONDS * 1_500);
  let database: FreshDatabase;
  let redis: RedisServer | undefined;
  let store: string;
  let orm: MikroORM;
  let keyv: Keyv;
  let fleet: Fleet;
  const random = new Random(SEED);
  const readers: FleetNode[] = [];
  const writers = new Map<number, FleetNode>();
  const values = new Map(WRITERS.map((id) => [id, 0]));
  const counts = { writes: 0, kill: 0, pause: 0, terminate: 0, disturbances: 0 };

  before(async () => {
    database = await freshDatabase('cache_history');
    redis = hasRedis ? await RedisServer.start() : undefined;
    store = redis?.url ?? database.url;
    keyv = new Keyv(redis ? new KeyvRedis(store) : new KeyvPostgres({ uri: store }));
    keyv.on('error', () => {});
    orm = await openCounters(database.url);
    await orm.schema.create();
    await orm.em.fork().execute(`insert into counter (id, value) select n, 0 from generate_series(1, ${COUNTERS}) n`);
    await orm.em.fork().execute('create table computed (round int)');
    fleet = new Fleet({ database: database.url, store, counters: COUNTERS });
    readers.push(fleet.start(), fleet.start());
    for (const id of WRITERS) writers.set(id, fleet.start());
    await Promise.all([...readers, ...writers.values()].map(async ({ ready }) => ready));
  });
  after(async () => {
    await fleet?.stop();
    await keyv?.disconnect();
    await orm?.close();
    await redis?.stop();
    await database?.drop();
  });

  it('compute once what a thousand ask for in four of them', async () => {
    const nodes = [...readers, ...writers.values()];
    for (let round = 1; round <= 2; round += 1) {
      const answers = nodes.map(async (node) => node.next('herd'));
      for (const node of nodes) node.tell({ do: 'herd', round, asks: 250 });
      expect((await Promise.all(answers)).map((line) => line?.answers)).to.deep.equal(nodes.map(() => [COUNTERS]));
    }
    const computed = await orm.em.fork().execute('select round, count(*)::int as times from computed group by round order by round');
    expect(computed).to.deep.equal([
      { round: 1, times: 1 },
      { round: 2, times: 1 },
    ]);
  });

  /** Writes once, and does something to whoever writes at a step of it. */
  async function write(id: number, { way, step, action }: Partial<Job>): Promise<void> {
    const node = writers.get(id);
    if (!node) throw new TypeError('there is no such writer');
    const value = (values.get(id) ?? 0) + 1;
    values.set(id, value);
    counts.writes += 1;
    const stopped = node.next('stopped', 'ended');
    node.tell({ do: 'write', id, value, way: way ?? 'native', stop: step });
    const line = await stopped;
    if (line?.kind !== 'stopped' || !action) return;
    counts[action] += 1;
    if (action === 'kill') {
      await node.kill();
      await left(line.backend);
      const next = fleet.start();
      writers.set(id, next);
      await next.ready;
      next.tell({ do: 'read', lanes: 1, paceMs: PACE_MS });
      return;
    }
    if (action === 'terminate' && line.backend !== undefined) {
      await orm.em.fork().execute('select pg_terminate_backend(?)', [line.backend]);
      await left(line.backend);
    } else await wait(20 + random.below(100));
    await node.goOn(node.next('ended'));
  }

  /** What a process that is gone has sent is done, or never will be. */
  async function left(backend: number | undefined): Promise<void> {
    if (backend === undefined) return;
    for (let tries = 0; tries < 500; tries += 1) {
      const [found] = await orm.em.fork().execute<object[]>('select 1 from pg_stat_activity where pid = ?', [backend]);
      if (!found) return;
      await wait(5);
    }
  }

  const DISTURBANCES: Readonly<Record<string, () => Promise<unknown>>> = {
    'a reader is stopped': async () => {
      const reader = readers[random.below(readers.length)];
      reader?.signal('SIGSTOP');
      await wait(50 + random.below(200));
      reader?.signal('SIGCONT');
    },
    'the store is wiped': async () => keyv.clear(),
    'the store is filled with garbage': async () => {
      for await (const [key] of keyv.iterator?.(keyv.namespace) ?? []) await keyv.set(String(key), 'gm1 this is no entry', 60_000);
    },
    'the store is paused': async () => {
      const { client } = keyv.store as { readonly client?: { sendCommand(args: readonly string[]): Promise<unknown> } };
      await client?.sendCommand(['CLIENT', 'PAUSE', '150', 'ALL']);
    },
    'the store hangs': async () => {
      redis?.freeze();
      await wait(150 + random.below(200));
      redis?.thaw();
    },
    'the store is gone': async () => {
      await redis?.stop();
      await wait(100 + random.below(200));
      await redis?.start();
    },
  };

  async function disturb(isOver: () => boolean): Promise<void> {
    const kinds = Object.values(DISTURBANCES);
    for (let turn = 0; !isOver() || turn < kinds.length; turn += 1) {
      await kinds[turn % kinds.length]?.();
      counts.disturbances += 1;
      await wait(50);
    }
  }

  it('read nothing older than what had been written, whoever is killed, stopped, cut off, wiped or gone at whichever step', async () => {
    const kills: readonly Step[] = SECONDS > 0 ? STEPS : ['sent', 'committing'];
    const jobs = [
      ...kills.map((step, place) => job('kill', step, place + 1)),
      ...STEPS.flatMap((step, place) => [job('pause', step, place), job('terminate', step, place + 2)]),
      ...WAYS.map((way): Partial<Job> => ({ way })),
    ];
    const end = performance.now() + SECONDS * 1_000;
    for (const node of readers) node.tell({ do: 'read', lanes: 2, paceMs: PACE_MS });
    for (const node of writers.values()) node.tell({ do: 'read', lanes: 1, paceMs: PACE_MS });
    const actions: readonly Action[] = ['kill', 'pause', 'pause', 'terminate', 'terminate'];
    const pick = <T>(among: readonly T[]): T => among[random.below(among.length)] as T;
    const next = (): Partial<Job> | undefined => {
      if (jobs.length > 0) return jobs.shift();
      if (performance.now() >= end) return undefined;
      return random.below(4) > 0 ? { way: pick(WAYS) } : { way: pick(WAYS), step: pick(STEPS), action: pick(actions) };
    };
    let isOver = false;
    const written = Promise.all(
      WRITERS.map(async (id) => {
        for (let each = next(); each; each = next()) await write(id, each);
      }),
    ).finally(() => {
      isOver = true;
    });
    await Promise.all([written, disturb(() => isOver)]);
    const { seen, attempts, failures, hits } = fleet;
    const unknown = attempts.filter(({ outcome }) => outcome === 'unknown').length;
    console.log(
      `      ${seen.length} reads, ${counts.writes} writes (${unknown} without an answer), ${counts.kill} kills, ` +
        `${counts.pause} pauses, ${counts.terminate} connections cut, ${counts.disturbances} disturbances`,
    );
    expect(violations(seen, attempts).slice(0, 5)).to.deep.equal([]);
    expect(failures).to.deep.equal([]);
    expect([seen.length > 500, hits > 20, counts.kill >= kills.length, counts.pause > 3, counts.terminate > 3]).to.not.include(false);
    expect(attempts.some(({ outcome }) => outcome === 'undone')).to.equal(true);
  });

  it('are seen to go wrong where somebody writes without telling, or trusts what is kept', async () => {
    readers[0]?.tell({ do: 'trust' });
    const from = fleet.seen.length;
    await until(async () => {
      await write(1, {});
      return kinds(violations(fleet.seen.slice(from), fleet.attempts)).includes('stale');
    });
    await readers[0]?.kill();
    // Through an ORM that records nothing.
    const [start, silent] = [process.hrtime.bigint(), fleet.seen.length];
    await orm.em.fork().execute('update counter set value = 1 where id = ?', [COUNTERS]);
    const untold: Attempt = { id: COUNTERS, value: 1, start, end: process.hrtime.bigint(), outcome: 'done' };
    await until(async () => kinds(violations(fleet.seen.slice(silent), [untold])).includes('stale'));
  });
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await isSo()) return;
    await wait(50);
  }
  expect.fail('nothing was found');
}

const kinds = (found: ReturnType<typeof violations>): readonly string[] => [...new Set(found.map(({ kind }) => kind))];

describe('the checker of histories', () => {
  const seen = (value: number, start: number, end: number): Seen => ({
    session: 's',
    id: 1,
    value,
    start: BigInt(start),
    end: BigInt(end),
  });
  const attempt = (value: number, start: number, end: number | undefined, outcome: Attempt['outcome'] = 'done'): Attempt => ({
    id: 1,
    value,
    start: BigInt(start),
    end: end === undefined ? undefined : BigInt(end),
    outcome,
  });
  const WRITES = [attempt(1, 10, 20), attempt(2, 30, 40, 'undone'), attempt(3, 50, undefined, 'unknown'), attempt(4, 70, 80)];

  it('takes whatever may have been so', () => {
    const reads = [
      seen(0, 0, 5),
      seen(0, 12, 18),
      seen(1, 12, 18),
      seen(1, 25, 30),
      seen(1, 55, 60),
      seen(3, 61, 65),
      seen(3, 72, 78),
      seen(4, 75, 90),
    ];
    expect(violations(reads, WRITES)).to.deep.equal([]);
  });

  const WRONG: readonly (readonly [kind: string, reads: readonly Seen[]])[] = [
    ['stale', [seen(0, 21, 25)]],
    ['stale', [seen(3, 81, 85)]],
    ['unborn', [seen(1, 0, 5)]],
    ['undone', [seen(2, 35, 45)]],
    ['backwards', [seen(1, 12, 14), seen(0, 15, 18)]],
    ['backwards', [seen(3, 55, 60), seen(1, 61, 65)]],
  ];
  for (const [kind, reads] of WRONG)
    it(`finds what is ${kind}: ${reads.map(({ value, start, end }) => `${value} in ${start} to ${end}`).join(', ')}`, () => {
      expect(violations(reads, WRITES).map((each) => each.kind)).to.deep.equal([kind]);
    });
});
