// Holds a few ratios against bench/trend.jsonl, by the kit that applications have for theirs: `npm run bench:trend`; with UPDATE_BENCHMARKS=1 lines are added.
import { fileURLToPath } from 'node:url';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, type Application } from 'general-manager';
import { expectBenchmark, type BenchmarkOptions } from 'general-manager/testing';
import { scaleOf } from './database/fill.js';
import type { Pool } from './database/native.js';
import { openDatabase } from './database/open.js';
import { sourceOf } from './database/source.js';
import { figure, table } from './report/table.js';
import { Album, Artist, ENTITIES, Track } from './servers/ours/entities.js';

const FILE = fileURLToPath(new URL('trend.jsonl', import.meta.url));
const ARTISTS = 50;
const ROUNDS = 100;

type Compared = Pick<BenchmarkOptions, 'candidate' | 'reference'>;

/** What is measured, and what by hand it is compared with. */
const MEASURED: Readonly<Record<string, (gm: Application, pool: Pool) => Compared>> = {
  'a page of 20 tracks, against SQL': (gm, pool) => ({
    candidate: async () => actor(gm).manager(Track).select({ id: true, name: true }).sort('name').page({ first: 20 }),
    reference: async () => pool.query('select track_id, name from track order by name, track_id limit 21'),
  }),
  'an album with its tracks, against SQL': (gm, pool) => ({
    candidate: async () =>
      actor(gm)
        .manager(Album)
        .select({ title: true, tracks: { select: { name: true } } })
        .get(7),
    reference: async () =>
      pool.query(`select a.title, (select json_agg(json_build_object('name', t.name) order by t.track_id) from track t where t.album_id = a.album_id) as tracks
        from album a where a.album_id = 7`),
  }),
  'ten times the page of artists': (gm) => ({
    candidate: async () => actor(gm).manager(Artist).select({ name: true }).page({ first: 50 }),
    reference: async () => actor(gm).manager(Artist).select({ name: true }).page({ first: 5 }),
  }),
};

const actor = (gm: Application) => gm.as({ roles: ['auditor'] });

const database = await openDatabase(process.env['DATABASE_URL'], sourceOf(''), scaleOf(ARTISTS));
const orm = await MikroORM.init({ clientUrl: database.url, entities: ENTITIES, metadataProvider: ReflectMetadataProvider });
try {
  const gm = await bootstrap({ orm, drift: 'off' });
  const rows: string[][] = [];
  for (const [name, compared] of Object.entries(MEASURED)) {
    const { ratio, baseline, recorded } = await expectBenchmark({ name, file: FILE, rounds: ROUNDS, ...compared(gm, database.pool) });
    const before = baseline === undefined ? '' : figure(baseline);
    rows.push([name, figure(ratio.median), `(${figure(ratio.low)} to ${figure(ratio.high)})`, before, recorded ? 'kept' : '']);
  }
  console.log(table(['', 'ratio', '(least to most)', 'before', ''], rows));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await orm.close();
  await database.close();
}
