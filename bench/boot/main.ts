import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { median } from '../measure/statistics.js';
import { rounded } from '../report/summary.js';
import { figure, table } from '../report/table.js';

const COUNTS = [5, 100, 500];
const PROGRAM = fileURLToPath(new URL('program.ts', import.meta.url));

/** What a process told of its boot, and how long it lived. */
interface Boot {
  readonly initMs: number;
  readonly bootMs: number;
  readonly processMs: number;
  readonly memory: number;
}

/** How long it takes to boot with more and more entities, of MikroORM alone and with General Manager: medians of whole processes. */
export async function boot(rounds: number, print: (text: string) => void): Promise<object> {
  build();
  const rows: string[][] = [];
  const summary: Record<string, object> = {};
  for (const count of COUNTS) {
    const [alone, managed]: [Boot[], Boot[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      alone.push(await bootOnce(count, false));
      managed.push(await bootOnce(count, true));
    }
    const of = (boots: readonly Boot[], value: (boot: Boot) => number): number => median(boots.map(value));
    const ratios = {
      // One process after the other: each ratio is of two that ran next to each other.
      boot: median(managed.map(({ bootMs }, round) => bootMs / (alone[round]?.bootMs ?? Number.NaN))),
      process: median(managed.map(({ processMs }, round) => processMs / (alone[round]?.processMs ?? Number.NaN))),
    };
    summary[count] = { boot: rounded(ratios.boot), process: rounded(ratios.process) };
    rows.push([
      String(count),
      figure(of(alone, ({ bootMs }) => bootMs)),
      figure(of(managed, ({ bootMs }) => bootMs)),
      figure(ratios.boot),
      figure(of(alone, ({ processMs }) => processMs)),
      figure(of(managed, ({ processMs }) => processMs)),
      figure(ratios.process),
      figure(of(alone, ({ memory }) => memory)),
      figure(of(managed, ({ memory }) => memory)),
    ]);
  }
  const head = ['entities', 'init ms', 'init + bootstrap', 'ratio', 'process ms', 'with bootstrap', 'ratio', 'MB', 'with bootstrap'];
  print(`\nBoot, medians of ${rounds} processes each\n${table(head, rows)}`);
  return { boot: summary };
}

/** Applications run what is built; types would be removed at each start otherwise. */
function build(): void {
  const { status } = spawnSync('npm', ['run', 'build'], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error('The package could not be built.');
}

async function bootOnce(count: number, managed: boolean): Promise<Boot> {
  const begin = performance.now();
  const child = fork(PROGRAM, [String(count), String(managed)], {
    execArgv: [],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const ended = once(child, 'exit');
  const told = once(child, 'message');
  const [code] = (await ended) as [number];
  const processMs = performance.now() - begin;
  if (code !== 0) throw new Error(`A process that should boot ended with exit code ${code}.`);
  const [boot] = (await told) as [Omit<Boot, 'processMs'>];
  return { ...boot, processMs };
}
