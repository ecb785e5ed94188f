import { readdirSync, readFileSync } from 'node:fs';
import type { Pool } from '../database/native.js';

const MS_PER_TICK = 10;

/** Milliseconds of CPU that a process has used, in its own code and in the kernel; undefined where nothing tells. */
export const cpuOf = (pid: number): number | undefined => scheduledOf(pid) ?? ticksOf(pid);

const NANOSECONDS = 1e6;

/** By the scheduler, which knows it to the nanosecond where the kernel keeps that. */
function scheduledOf(pid: number): number | undefined {
  try {
    const tasks = readdirSync(`/proc/${pid}/task`).map((task) => readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8'));
    const sum = tasks.reduce((used, text) => used + Number(text.split(' ')[0]), 0);
    return sum > 0 ? sum / NANOSECONDS : undefined;
  } catch {
    return undefined;
  }
}

function ticksOf(pid: number): number | undefined {
  const stat = statOf(pid);
  if (stat === undefined) return undefined;
  // The name of the program may hold anything; what is behind its last bracket are numbers.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}

/** Most memory that a process has had at a time, in MB; undefined where nothing tells. */
export function peakMemoryOf(pid: number): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}

/** CPU by process of the database's backends that serve the bench's database; undefined where they are not on this machine. */
export async function backendsOf(pool: Pool): Promise<ReadonlyMap<number, number> | undefined> {
  const { rows } = await pool.query(
    `select pid, pid = pg_backend_pid() own from pg_stat_activity where datname = current_database() and backend_type = 'client backend'`,
  );
  const used = new Map<number, number>();
  for (const { pid, own } of rows) {
    const stat = statOf(Number(pid));
    // Somewhere else a process of this number is another one, if it is there at all.
    if (own === true && !stat?.includes('(postgres)')) return undefined;
    if (own !== true) used.set(Number(pid), cpuOf(Number(pid)) ?? 0);
  }
  return used;
}

/** What backends have used since: those that have come since from the beginning on. */
export function usedSince(before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): number {
  let sum = 0;
  for (const [pid, used] of after) sum += used - (before.get(pid) ?? 0);
  return sum;
}

function statOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
}
