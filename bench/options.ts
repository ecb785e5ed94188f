import { parseArgs } from 'node:util';
import { CACHED, CONTENDERS, OBSERVED, type Contender } from './contenders/index.js';
import { WORKLOADS, type Workload } from './workloads/index.js';

/** What is run, and how. */
export interface Options {
  /** Whether General Manager is compared with itself. */
  readonly compared: boolean;
  readonly mode: 'throughput' | 'memory' | 'boot' | 'bulk' | 'factory' | 'upstream' | 'cache';
  readonly workloads: readonly Workload[];
  readonly contenders: readonly Contender[];
  /** How often servers are started anew: two processes of the same program differ by some percent for as long as they live. */
  readonly starts: number;
  readonly rounds: number;
  readonly seconds: number;
  /** Seconds of the round that is thrown away. */
  readonly warmUp: number;
  readonly connections: readonly number[];
  readonly artists: number;
  readonly chinook: string;
  readonly json: boolean;
  /** Whether servers run from the sources of the package. */
  readonly source: boolean;
}

export const USAGE = `npm run bench -- [options]

  --only W3,W4         workloads: ${WORKLOADS.map(({ name }) => name).join(', ')}
  --contenders a,b     ${CONTENDERS.map(({ name }) => name).join(', ')}
  --telemetry          General Manager by itself and with telemetry, as contenders, on W1 and W3
  --caching            General Manager by itself and with a cache, as contenders, on W5
  --connections 1,16   requests at a time (default 1,16,64; of itself 4, with --caching 1 and 4)
  --rounds 3           rounds that count, after one that is thrown away (of itself 4 after each of several starts)
  --seconds 2          time of a contender in a round (of itself 0.8)
  --artists 1000       size of the data: each has 10 albums of 10 tracks
  --chinook path       Chinook's script for PostgreSQL (default ../shared/data/chinook/Chinook_PostgreSql.sql);
                       without it, the rows are generated
  --json               a last line for machines: ratios of requests per second
  --source             servers run from the sources of the package; without it, it is built before, as applications have it
  --memory             peak memory of server processes with 64 nested lists at a time, in place of rates
  --bulk               10,000 objects created at once against multi-row inserts by hand, in place of rates
  --factory            100,000 objects made by a factory against multi-row inserts of the same rows, in place of rates
  --cache              answers that are kept against computing and reading them, and what writes pay, in place of rates
  --upstream           CPU of a request to an HTTP upstream against fetch by hand, in place of rates
  --boot               time to boot with 5, 100 and 500 entities, in place of rates

DATABASE_URL names a PostgreSQL to use in place of an embedded one; a database of its own is made there, and removed.`;

/** What is run in place of rates. */
const MODES = ['boot', 'memory', 'bulk', 'factory', 'upstream', 'cache'] as const;

/** Rounds where nothing else is said: those of boots and of requests to upstreams are short. */
const ROUNDS = { throughput: '3', memory: '3', bulk: '3', factory: '3', boot: '5', upstream: '300', cache: '5' } as const;

/** What General Manager is compared with, by itself, and on what; how often servers are started, and the seconds until their code is compiled. */
const COMPARISONS = {
  telemetry: { contenders: OBSERVED, workloads: 'W1,W3', starts: 8, warmUp: 5, connections: '4' },
  caching: { contenders: CACHED, workloads: 'W5', starts: 4, warmUp: 8, connections: '1,4' },
} as const;

/** What is compared to a hundredth takes many processes, and rounds that are long enough for the garbage of each to be its own. */
const COMPARED = { rounds: '4', seconds: '0.8' } as const;
const USUAL = { seconds: '2', connections: '1,16,64' } as const;
/** Of others than itself a tenth is said at the finest. */
const WARM_UP = 1.5;

/** Makes options of the command's arguments. */
export function parseOptions(args: readonly string[]): Options | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      contenders: { type: 'string' },
      connections: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      artists: { type: 'string', default: '1000' },
      chinook: { type: 'string', default: '../shared/data/chinook/Chinook_PostgreSql.sql' },
      telemetry: { type: 'boolean', default: false },
      caching: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      source: { type: 'boolean', default: false },
      memory: { type: 'boolean', default: false },
      boot: { type: 'boolean', default: false },
      bulk: { type: 'boolean', default: false },
      factory: { type: 'boolean', default: false },
      upstream: { type: 'boolean', default: false },
      cache: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const mode = MODES.find((each) => values[each]) ?? 'throughput';
  const compared = values.telemetry ? COMPARISONS.telemetry : values.caching ? COMPARISONS.caching : undefined;
  return {
    compared: compared !== undefined,
    mode,
    workloads: chosen(values.only ?? compared?.workloads, WORKLOADS, 'workload'),
    contenders: chosen(values.contenders, compared?.contenders ?? CONTENDERS, 'contender'),
    ...repeated(values, { rounds: ROUNDS[mode], ...(compared ? { ...COMPARED, ...compared } : USUAL) }),
    artists: whole(values.artists, 'artists'),
    chinook: values.chinook,
    json: values.json,
    source: values.source,
  };
}

type Repeated = 'rounds' | 'seconds' | 'connections';

/** How often, and for how long. */
function repeated(
  values: Readonly<Partial<Record<Repeated, string>>>,
  usual: Readonly<Record<Repeated, string>> & { readonly starts?: number; readonly warmUp?: number },
): Pick<Options, Repeated | 'starts' | 'warmUp'> {
  const seconds = positive(values.seconds ?? usual.seconds, 'seconds');
  return {
    starts: usual.starts ?? 1,
    warmUp: usual.warmUp ?? Math.min(WARM_UP, seconds * 10),
    rounds: whole(values.rounds ?? usual.rounds, 'rounds'),
    seconds,
    connections: (values.connections ?? usual.connections).split(',').map((value) => whole(value, 'connections')),
  };
}

/** Those that are named, in the order of the list; all where none is. */
function chosen<T extends { readonly name: string }>(names: string | undefined, all: readonly T[], what: string): readonly T[] {
  if (names === undefined) return all;
  const wanted = names.split(',').map((name) => name.trim().toLowerCase());
  const found = all.filter(({ name }) => wanted.includes(name.toLowerCase()));
  const missing = wanted.find((name) => !all.some((one) => one.name.toLowerCase() === name));
  if (missing !== undefined) throw new Error(`There is no ${what} "${missing}": ${all.map(({ name }) => name).join(', ')}.`);
  return found;
}

function positive(text: string, option: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${option} takes a number above 0.`);
  return value;
}

function whole(text: string, option: string): number {
  const value = positive(text, option);
  if (!Number.isInteger(value)) throw new Error(`--${option} takes whole numbers.`);
  return value;
}
