import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { openUpstream, undiciTransport } from '../integrations/http/upstream/index.js';
import { ratio, spread } from './measure/statistics.js';
import { rounded } from './report/summary.js';
import { figure, table } from './report/table.js';

const SERVER = fileURLToPath(new URL('servers/json/main.ts', import.meta.url));
/** Requests of a contender before the next one has its turn, one after the other. */
const BATCH = 20;
/** Batches that are thrown away: code is compiled, connections are made. */
const WARM_UP = 50;

interface Contender {
  readonly name: string;
  readonly ask: () => Promise<unknown>;
}

/** How much CPU a request to an upstream takes, of this process, against `fetch` by hand; all take turns in the same rounds. */
export async function upstream(rounds: number, print: (text: string) => void): Promise<object> {
  const server = fork(SERVER, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const { url } = await new Promise<{ url: string }>((resolve, reject) => {
    server.once('message', (message) => resolve(message as { url: string }));
    server.once('exit', (code) => reject(new Error(`The server ended before it answered (exit code ${code}).`)));
  });
  const contenders = contendersOf(url);
  const used = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  try {
    for (const { ask } of contenders) await cpuOf(ask, WARM_UP * BATCH);
    for (let round = 0; round < rounds; round += 1) for (const { name, ask } of contenders) used.get(name)?.push(await cpuOf(ask, BATCH));
  } finally {
    server.kill();
  }
  const byHand = used.get('fetch') ?? [];
  const rows = [...used].map(([name, micros]) => {
    const { median, least, most } = ratio(micros, byHand);
    return [name, figure(spread(micros).median), figure(median), `(${figure(least)} to ${figure(most)})`];
  });
  print(`\nCPU of a request for a list of 20, ${rounds} rounds of ${BATCH}\n${table(['', 'µs', 'of fetch', '(least to most)'], rows)}`);
  return { upstream: Object.fromEntries([...used].map(([name, micros]) => [name, rounded(ratio(micros, byHand).median)])) };
}

function contendersOf(url: string): readonly Contender[] {
  const request = { operation: 'list', method: 'GET', target: '/projects' } as const;
  const [ours, pooled] = [openUpstream({ baseUrl: url }), openUpstream({ baseUrl: url, transport: undiciTransport() })];
  return [
    { name: 'fetch', ask: async () => (await fetch(`${url}/projects`)).json() },
    { name: 'upstream', ask: () => ours.send(request) },
    { name: 'upstream, undici', ask: () => pooled.send(request) },
  ];
}

/** Microseconds of CPU of a request, on average. */
async function cpuOf(ask: () => Promise<unknown>, requests: number): Promise<number> {
  const begin = process.cpuUsage();
  for (let count = 0; count < requests; count += 1) await ask();
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / requests;
}
