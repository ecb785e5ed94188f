import { setTimeout as sleep } from 'node:timers/promises';
import type { Running } from '../contenders/start.js';
import type { Pool } from '../database/native.js';
import type { LoadProcess } from '../load/load-process.js';
import type { Job, Load } from '../load/run-load.js';
import { backendsOf, cpuOf, usedSince } from './processes.js';

/** What was measured of one contender in one round. */
export interface Cell {
  /** Requests per second. */
  readonly rate: number;
  readonly latency: Load['latency'];
  /** Milliseconds of CPU for a request; undefined where the machine does not tell. */
  readonly serverCpu: number | undefined;
  readonly databaseCpu: number | undefined;
}

const QUIET = { windowMs: 20, cpuMs: 3, times: 2, attempts: 750 };

/** Runs a load against a server, and looks at what it cost. */
export async function measureCell(running: Running, pool: Pool, load: LoadProcess, job: Omit<Job, 'url'>): Promise<Cell> {
  const [server, backends] = [cpuOf(running.pid), await backendsOf(pool)];
  const { requests, seconds, latency } = await load.run({ ...job, url: running.url });
  await drain(running, pool);
  const [serverAfter, backendsAfter] = [cpuOf(running.pid), await backendsOf(pool)];
  return {
    rate: requests / seconds,
    latency,
    serverCpu: server === undefined || serverAfter === undefined ? undefined : (serverAfter - server) / requests,
    databaseCpu: backends && backendsAfter && usedSince(backends, backendsAfter) / requests,
  };
}

/** Waits until server and database are idle, so that the next contender does not pay for this one, and this one pays for itself. */
async function drain({ pid }: Running, pool: Pool): Promise<void> {
  let quiet = 0;
  for (let attempt = 0; quiet < QUIET.times && attempt < QUIET.attempts; attempt += 1) {
    const [server, backends] = [cpuOf(pid), await backendsOf(pool)];
    await sleep(QUIET.windowMs);
    const [serverAfter, backendsAfter] = [cpuOf(pid), await backendsOf(pool)];
    const used = (serverAfter ?? 0) - (server ?? 0) + (backends && backendsAfter ? usedSince(backends, backendsAfter) : 0);
    quiet = used <= QUIET.cpuMs ? quiet + 1 : 0;
  }
}
