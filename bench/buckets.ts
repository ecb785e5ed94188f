// CPU of reads through Buckets, by prepared statements and by texts that are new to the database each time: `npm run bench:buckets`.
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, type Application } from 'general-manager';
import { scaleOf } from './database/fill.js';
import { openDatabase, type BenchDatabase } from './database/open.js';
import { sourceOf } from './database/source.js';
import { backendsOf, usedSince } from './measure/processes.js';
import { ratio, type Spread } from './measure/statistics.js';
import { table } from './report/table.js';
import { Album, Artist, ENTITIES, Track } from './servers/ours/entities.js';

const ARTISTS = 100;
const ROUNDS = 5;
const MS = 1500;

type Acting = ReturnType<Application['as']>;

type Read = (gm: Acting, turn: number) => Promise<unknown>;

/** What is read; each turn asks for something else. */
const READS: Readonly<Record<string, Read>> = {
  'one track by its key': async (gm, turn) => gm.manager(Track).get(1 + ((turn * 7919) % (ARTISTS * 100))),
  'page of 20 tracks, filtered and sorted': async (gm, turn) =>
    gm
      .manager(Track)
      .filter({ genre: { id: { eq: 1 + (turn % 20) } }, milliseconds: { gt: turn % 1000 } })
      .sort({ name: 'asc' })
      .page({ first: 20 }),
  'nested page of 2 artists, albums, tracks': async (gm, turn) =>
    gm
      .manager(Artist)
      .filter({ id: { gt: turn % (ARTISTS - 2) } })
      .select({ name: true, albums: { select: { title: true, tracks: { select: { name: true, genre: { name: true } } } } } })
      .page({ first: 2 }),
  'number of albums': async (gm, turn) =>
    gm
      .manager(Album)
      .filter({ artist: { id: { eq: 1 + (turn % ARTISTS) } } })
      .count(),
};

interface Cost {
  readonly process: number;
  readonly database: number;
}

const database = await openDatabase(process.env['DATABASE_URL'], sourceOf(''), scaleOf(ARTISTS));
const open = async (hook?: (sql: string) => string): Promise<MikroORM> =>
  MikroORM.init({
    clientUrl: database.url,
    entities: ENTITIES,
    metadataProvider: ReflectMetadataProvider,
    pool: { min: 1, max: 1, idleTimeoutMillis: 600_000 },
    ...(hook && { onQuery: hook }),
  });
const prepared = await open();
// What a hook has changed is not prepared.
const plain = await open((sql) => `${sql} `);
try {
  const actor = { roles: ['auditor'] };
  const [first, second] = [(await bootstrap({ orm: prepared })).as(actor), (await bootstrap({ orm: plain })).as(actor)];
  const rows: string[][] = [];
  for (const [title, read] of Object.entries(READS)) rows.push([title, ...(await compare(database, read, first, second))]);
  console.log(
    table(['CPU ms of a read', 'process', 'database', 'plain: process', 'database', 'prepared / plain: process', '', 'together', ''], rows),
  );
} finally {
  await prepared.close();
  await plain.close();
  await database.close();
}

async function compare(within: BenchDatabase, read: Read, first: Acting, second: Acting): Promise<readonly string[]> {
  const costs: (readonly [Cost, Cost])[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const pair = [
      await costOf(within, async (turn) => read(first, turn)),
      await costOf(within, async (turn) => read(second, turn)),
    ] as const;
    if (round > 0) costs.push(pair);
  }
  const [ours, theirs] = [costs.map(([one]) => one), costs.map(([, other]) => other)];
  const middle = (values: readonly number[]): string => (values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0).toFixed(3);
  const told = ({ median, least, most }: Spread): readonly string[] => [median.toFixed(2), `(${least.toFixed(2)} to ${most.toFixed(2)})`];
  const together = ({ process, database }: Cost): number => process + database;
  return [
    ...[ours, theirs].flatMap((all) => [middle(all.map((each) => each.process)), middle(all.map((each) => each.database))]),
    ...told(
      ratio(
        ours.map((each) => each.process),
        theirs.map((each) => each.process),
      ),
    ),
    ...told(ratio(ours.map(together), theirs.map(together))),
  ];
}

/** Milliseconds of CPU for a read, here and in the database. */
async function costOf({ pool }: BenchDatabase, read: (turn: number) => Promise<unknown>): Promise<Cost> {
  const backends = (await backendsOf(pool)) ?? new Map<number, number>();
  const before = process.cpuUsage();
  const end = performance.now() + MS;
  let reads = 0;
  for (; performance.now() < end; reads += 1) await read(reads);
  const { user, system } = process.cpuUsage(before);
  const after = (await backendsOf(pool)) ?? new Map<number, number>();
  return { process: (user + system) / 1000 / reads, database: usedSince(backends, after) / reads };
}
