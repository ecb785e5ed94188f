import type { Contender } from '../contenders/index.js';
import { start, type Surroundings } from '../contenders/start.js';
import type { Scale } from '../database/fill.js';
import type { Pool } from '../database/native.js';
import { startStatementProxy } from '../database/statement-proxy.js';
import { Connection } from '../load/connection.js';
import { bytesOf, prepare } from '../load/request.js';
import type { Workload } from '../workloads/index.js';
import { differenceOf, leavesOf } from './leaves.js';

const COMPARED = 8;
const UNCOUNTED = 2;

/** What a contender answered before anything is timed. */
interface Probe {
  readonly answers: readonly (readonly string[])[];
  readonly statements: number;
}

/** What contenders are asked on. */
export interface Trial {
  readonly workloads: readonly Workload[];
  readonly scale: Scale;
  readonly surroundings: Surroundings;
  readonly pool: Pool;
}

/** What is measured, and what is left out and why. */
export interface Admission {
  /** By workload and contender: statements of a request. */
  readonly statements: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly notes: readonly string[];
}

/**
 * Asks each contender for the same, compares the answers with those of the first, and counts the statements that it sends.
 *
 * Who answers something else, or with an error, is not measured.
 */
export async function admit(contenders: readonly Contender[], trial: Trial): Promise<Admission> {
  const statements = new Map<string, Map<string, number>>(trial.workloads.map(({ name }) => [name, new Map()]));
  const expected = new Map<string, Probe['answers']>();
  const notes: string[] = [];
  for (const contender of contenders) {
    for (const [workload, found] of await probeAll(contender, trial)) {
      const refusal = typeof found === 'string' ? found : differing(expected.get(workload), found.answers);
      if (refusal !== undefined) notes.push(`${workload}: ${contender.name} is left out: ${refusal}.`);
      if (refusal !== undefined || typeof found === 'string') continue;
      if (!expected.has(workload)) expected.set(workload, found.answers);
      statements.get(workload)?.set(contender.name, found.statements);
    }
  }
  return { statements, notes };
}

/** What a contender answers to each workload, in a server of its own whose statements are counted. */
async function probeAll(contender: Contender, trial: Trial): Promise<ReadonlyMap<string, Probe | string>> {
  const { workloads, scale, surroundings, pool } = trial;
  const proxy = await startStatementProxy(surroundings.databaseUrl);
  const running = await start(contender, { ...surroundings, databaseUrl: proxy.url });
  const found = new Map<string, Probe | string>();
  try {
    for (const workload of workloads) {
      found.set(workload.name, await probe(contender, workload, scale, { url: running.url, count: () => proxy.count() }));
      if (workload.undo) await pool.query(workload.undo(scale));
    }
    return found;
  } finally {
    await running.stop();
    await proxy.close();
  }
}

/** The answers of a contender, or why there are none. */
async function probe(
  contender: Contender,
  workload: Workload,
  scale: Scale,
  { url, count }: { readonly url: string; count(): number },
): Promise<Probe | string> {
  const requests = prepare(contender, workload, scale);
  const connection = new Connection(url);
  const answers: (readonly string[])[] = [];
  try {
    if (requests.length === 0) return 'its schema has no such operation';
    for (let turn = 0; turn < COMPARED + UNCOUNTED; turn += 1) {
      // What is done once, as at the first request, is no part of a request.
      if (turn === UNCOUNTED) count();
      const request = requests[(turn * 3) % requests.length];
      if (!request) continue;
      const { status, body } = await connection.send(bytesOf(url, request));
      const { data, errors } = JSON.parse(body.toString()) as { data?: unknown; errors?: unknown };
      if (status !== 200 || errors !== undefined || data === undefined)
        return `it answered ${status} with ${JSON.stringify(errors).slice(0, 200)}`;
      answers.push(leavesOf(data, workload.volatile));
    }
    return { answers, statements: count() / COMPARED };
  } finally {
    connection.close();
  }
}

function differing(expected: Probe['answers'] | undefined, answers: Probe['answers']): string | undefined {
  for (const [turn, answer] of (expected ?? []).entries()) {
    const difference = differenceOf(answer, answers[turn] ?? []);
    if (difference !== undefined) return `its answer differs: ${difference}`;
  }
  return undefined;
}
