import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap } from 'general-manager';
import type { Pool } from './database/native.js';
import type { BenchDatabase } from './database/open.js';
import { spread } from './measure/statistics.js';
import type { Options } from './options.js';
import { rounded } from './report/summary.js';
import { figure, table } from './report/table.js';
import { ENTITIES, Track } from './servers/ours/entities.js';

const ROWS = 100_000;
/** Rows of one statement by hand. */
const BATCH = 1000;
/** Tables in an order in which they can be emptied of what is new. */
const TABLES = ['track', 'album', 'artist', 'genre', 'media_type'] as const;

type Row = Readonly<Record<string, unknown>>;

/** Inserts many tracks by a factory, with the albums, genres and media types that they share, then the same tracks by hand. */
export async function factory({ rounds }: Options, database: BenchDatabase, print: (text: string) => void): Promise<object> {
  const { pool } = database;
  const orm = await MikroORM.init({ clientUrl: database.url, entities: ENTITIES, metadataProvider: ReflectMetadataProvider });
  const gm = await bootstrap({ orm, drift: 'off' });
  const times: { readonly hand: number; readonly ours: number }[] = [];
  let grown = 0;
  const last = await lastKeys(pool);
  try {
    // The first is thrown away.
    for (let round = 0; round <= rounds; round += 1) {
      const before = process.memoryUsage().heapUsed;
      const ours = await timed(async () => gm.factory(Track, { seed: round }).insertMany(ROWS));
      grown = Math.max(grown, process.memoryUsage().heapUsed - before);
      const { rows } = await pool.query(`select * from track where track_id > ${last.get('track')} order by track_id`);
      await pool.query(`delete from track where track_id > ${last.get('track')}`);
      const hand = await timed(async () => byHand(pool, rows));
      await empty(pool, last);
      if (round > 0) times.push({ hand, ours });
    }
  } finally {
    await orm.close();
  }
  const ratio = spread(times.map(({ hand, ours }) => hand / ours));
  const rows = [
    ['the same rows by hand', figure(spread(times.map(({ hand }) => hand)).median), '', ''],
    [
      'insertMany',
      figure(spread(times.map(({ ours }) => ours)).median),
      figure(ratio.median),
      `(${figure(ratio.least)} to ${figure(ratio.most)})`,
    ],
  ];
  print(`\n${ROWS} tracks made by a factory, with what they need\n${table(['', 'ms', 'rate of that by hand', '(least to most)'], rows)}`);
  print(`heap grown by ${Math.round(grown / 2 ** 20)} MB at most`);
  return { factory: { vsHand: rounded(ratio.median) } };
}

async function lastKeys(pool: Pool): Promise<ReadonlyMap<string, number>> {
  const keys = new Map<string, number>();
  for (const name of TABLES) {
    const { rows } = await pool.query(`select coalesce(max(${name}_id), 0) as last from ${name}`);
    keys.set(name, Number(rows[0]?.['last']));
  }
  return keys;
}

async function empty(pool: Pool, last: ReadonlyMap<string, number>): Promise<void> {
  for (const name of TABLES) await pool.query(`delete from ${name} where ${name}_id > ${last.get(name)}`);
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await run();
  return performance.now() - started;
}

/** In one transaction for each statement, as the factory has it. */
async function byHand(pool: Pool, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  for (let start = 0; start < rows.length; start += BATCH) {
    const batch = rows.slice(start, start + BATCH).map((row) => columns.map((name) => row[name]));
    const values = batch.map((row, index) => `(${row.map((_value, place) => `$${index * row.length + place + 1}`).join(', ')})`);
    await pool.query(`insert into track (${columns.join(', ')}) values ${values.join(', ')}`, batch.flat());
  }
}
