import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';
import { openCounters } from './support/counters.js';
import { hasRedis, RedisServer } from './support/redis-server.js';

const COUNTING = fileURLToPath(import.meta.resolve('./support/counting.ts'));
const HOOKS = fileURLToPath(import.meta.resolve('../support/typescript-hooks.mjs'));

/** As many as there are counters. */
const PROCESSES = 3;

interface Read {
  readonly kind: 'read';
  readonly id: number;
  readonly value: number;
  readonly start: string;
}

interface Written {
  readonly kind: 'written';
  readonly id: number;
  readonly value: number;
  readonly end: string;
  readonly hits: number;
}

type Line = Read | Written | { readonly kind: 'ready' };

describe('processes over one PostgreSQL and one Redis', function () {
  this.timeout(40_000);
  let database: FreshDatabase;
  let redis: RedisServer;
  const running = new Map<number, ChildProcess>();
  const lines: Line[] = [];

  before(async function () {
    if (!hasRedis) {
      console.log('      skipped: there is no redis-server');
      this.skip();
    }
    redis = await RedisServer.start();
    database = await freshDatabase('cache_history');
    const orm = await openCounters(database.url);
    await orm.schema.create();
    await orm.em.getConnection().execute(`insert into counter (id, value) select n, 0 from generate_series(1, ${PROCESSES}) n`);
    await orm.close();
  });
  after(async () => {
    for (const child of running.values()) child.kill('SIGKILL');
    await redis?.stop();
    await database?.drop();
  });

  /** Starts the process of a counter; resolves when it is ready. */
  async function start(number: number): Promise<void> {
    const args = ['--conditions=source', '--import', HOOKS, COUNTING, database.url, redis.url, String(number), String(PROCESSES)];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    running.set(number, child);
    const ready = new Promise<void>((resolve) => {
      createInterface({ input: child.stdout }).on('line', (text) => {
        const line = parsed(text);
        if (line) lines.push(line);
        if (line?.kind === 'ready') resolve();
      });
    });
    await ready;
  }

  async function kill(number: number): Promise<void> {
    const child = running.get(number);
    if (!child) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  it('read nothing older than what had been written, whoever is killed, stopped, wiped or gone meanwhile', async () => {
    await Promise.all(Array.from({ length: PROCESSES }, async (_each, index) => start(index + 1)));
    await wait(1_500);
    await kill(1);
    await start(1);
    running.get(2)?.kill('SIGSTOP');
    await wait(700);
    running.get(2)?.kill('SIGCONT');
    redis.freeze();
    await wait(500);
    redis.thaw();
    await wait(500);
    await redis.stop();
    await wait(400);
    await redis.start();
    await kill(3);
    await start(3);
    await wait(1_500);
    for (let number = 1; number <= PROCESSES; number += 1) await kill(number);
    const writes = lines.filter((each) => each.kind === 'written');
    const reads = lines.filter((each) => each.kind === 'read');
    for (const { id, value, start: began } of reads) {
      const least = Math.max(0, ...writes.filter((each) => each.id === id && BigInt(each.end) <= BigInt(began)).map((each) => each.value));
      expect(value, `counter ${id}`).to.be.at.least(least);
    }
    expect([writes.length > 10, reads.length > 100, Math.max(...writes.map(({ hits }) => hits)) > 10]).to.deep.equal([true, true, true]);
  });
});

/** A process that is killed does not finish its sentence. */
function parsed(text: string): Line | undefined {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return undefined;
  }
}
