import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, type Application } from 'general-manager';
import type { BenchDatabase } from './database/open.js';
import type { Pool } from './database/native.js';
import { spread } from './measure/statistics.js';
import type { Options } from './options.js';
import { rounded } from './report/summary.js';
import { figure, table } from './report/table.js';
import { ENTITIES, Track } from './servers/ours/entities.js';

const ROWS = 10_000;
/** Rows of one statement by hand. */
const BATCH = 1000;

const TENANT = { roles: [], tenantId: 1 };

interface NewTrack {
  readonly name: string;
  readonly album: number;
  readonly genre: number;
  readonly mediaType: number;
  readonly milliseconds: number;
  readonly unitPrice: string;
  readonly tenantId: number;
}

/** Creates many tracks, with policies and validation, and inserts as many by hand, one after the other; what was made is removed each time. */
export async function bulk({ rounds }: Options, database: BenchDatabase, print: (text: string) => void): Promise<object> {
  const { pool } = database;
  const tracks = await newTracks(pool);
  const orm = await MikroORM.init({ clientUrl: database.url, entities: ENTITIES, metadataProvider: ReflectMetadataProvider });
  const gm = await bootstrap({ orm, drift: 'off' });
  const times: { readonly hand: number; readonly ours: number }[] = [];
  try {
    // The first is thrown away.
    for (let round = 0; round <= rounds; round += 1) {
      const hand = await timed(pool, async () => byHand(pool, tracks));
      const ours = await timed(pool, async () => createMany(gm, tracks));
      if (round > 0) times.push({ hand, ours });
    }
  } finally {
    await orm.close();
  }
  const ratio = spread(times.map(({ hand, ours }) => hand / ours));
  const rows = [
    ['SQL by hand', figure(spread(times.map(({ hand }) => hand)).median), '', ''],
    [
      'createMany',
      figure(spread(times.map(({ ours }) => ours)).median),
      figure(ratio.median),
      `(${figure(ratio.least)} to ${figure(ratio.most)})`,
    ],
  ];
  print(`\n${ROWS} tracks at once\n${table(['', 'ms', 'rate of that by hand', '(least to most)'], rows)}`);
  return { bulk: { vsHand: rounded(ratio.median) } };
}

async function newTracks(pool: Pool): Promise<readonly NewTrack[]> {
  const albums = await numbers(pool, 'select album_id as id from album where tenant_id = 1 order by 1');
  const genres = await numbers(pool, 'select genre_id as id from genre order by 1');
  const mediaTypes = await numbers(pool, 'select media_type_id as id from media_type order by 1');
  const one = (list: readonly number[], index: number): number => list[index % list.length] ?? 0;
  return Array.from({ length: ROWS }, (_each, index) => ({
    name: `Track "${index}"`,
    album: one(albums, index),
    genre: one(genres, index),
    mediaType: one(mediaTypes, index),
    milliseconds: 100_000 + index,
    unitPrice: '0.99',
    tenantId: 1,
  }));
}

async function numbers(pool: Pool, text: string): Promise<readonly number[]> {
  const { rows } = await pool.query(text);
  return rows.map(({ id }) => Number(id));
}

async function timed(pool: Pool, run: () => Promise<void>): Promise<number> {
  const { rows } = await pool.query('select max(track_id) as last from track');
  const started = performance.now();
  await run();
  const took = performance.now() - started;
  await pool.query(`delete from track where track_id > ${Number(rows[0]?.['last'])}`);
  return took;
}

async function byHand(pool: Pool, tracks: readonly NewTrack[]): Promise<void> {
  for (let start = 0; start < tracks.length; start += BATCH) {
    const batch = tracks.slice(start, start + BATCH).map(Object.values) as readonly (readonly unknown[])[];
    const values = batch.map((row, index) => `(${row.map((_value, place) => `$${index * row.length + place + 1}`).join(', ')})`);
    const columns = 'name, album_id, genre_id, media_type_id, milliseconds, unit_price, tenant_id';
    await pool.query(`insert into track (${columns}) values ${values.join(', ')}`, batch.flat());
  }
}

async function createMany(gm: Application, tracks: readonly NewTrack[]): Promise<void> {
  await gm.as(TENANT).manager(Track).createMany(tracks, { select: {} });
}
