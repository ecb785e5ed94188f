import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { buildPackage } from '../build-package.js';
import { median } from '../measure/statistics.js';
import { rounded } from '../report/summary.js';
import { figure, table } from '../report/table.js';

const COUNTS = [5, 100, 500];
const PROGRAM = fileURLToPath(new URL('program.ts', import.meta.url));

/** What boots: MikroORM; General Manager, too; both in an application with a resolver of its own, which has loaded TypeGraphQL. */
const KINDS = ['alone', 'managed', 'written'] as const;
type Kind = (typeof KINDS)[number];

/** What a process told of its boot, and how long it lived. */
interface Boot {
  readonly bootMs: number;
  /** Of the main thread. */
  readonly cpuMs: number;
  readonly processMs: number;
  readonly memory: number;
}

type Boots = Readonly<Record<Kind, Boot[]>>;

/** How long it takes to boot with more and more entities, of MikroORM alone and with General Manager: medians of whole processes. */
export async function boot(rounds: number, print: (text: string) => void): Promise<object> {
  buildPackage();
  const rows: string[][] = [];
  const summary: Record<string, object> = {};
  for (const count of COUNTS) {
    const boots: Boots = { alone: [], managed: [], written: [] };
    for (let round = 0; round < rounds; round += 1) for (const kind of KINDS) boots[kind].push(await bootOnce(count, kind));
    for (const kind of KINDS)
      rows.push([
        String(count),
        kind,
        ...(['bootMs', 'cpuMs', 'processMs'] as const).flatMap((each) => cells(boots, kind, each)),
        middle(boots[kind], 'memory'),
      ]);
    const ratios = Object.entries({ boot: 'bootMs', cpu: 'cpuMs', process: 'processMs' } as const);
    summary[count] = {
      ...Object.fromEntries(ratios.map(([name, each]) => [name, rounded(ratio(boots, 'managed', each))])),
      written: rounded(ratio(boots, 'written', 'bootMs')),
    };
  }
  const head = ['entities', 'boots', 'boot ms', 'ratio', 'CPU ms', 'ratio', 'process ms', 'ratio', 'MB'];
  print(`\nBoot, medians of ${rounds} processes each; ratios to MikroORM alone\n${table(head, rows)}`);
  return { boot: summary };
}

const middle = (boots: readonly Boot[], value: keyof Boot): string => figure(median(boots.map((each) => each[value])));

const cells = (boots: Boots, kind: Kind, value: keyof Boot): readonly string[] => [
  middle(boots[kind], value),
  figure(ratio(boots, kind, value)),
];

/** One process after the other: each ratio is of two of the same round. */
const ratio = (boots: Boots, kind: Kind, value: keyof Boot): number =>
  median(boots[kind].map((each, round) => each[value] / (boots.alone[round]?.[value] ?? Number.NaN)));

async function bootOnce(count: number, kind: Kind): Promise<Boot> {
  const begin = performance.now();
  const child = fork(PROGRAM, [String(count), kind], {
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
