import { sideTables } from 'general-manager/mikro-orm';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, definePlugin, type Application, type ApplicationModel, type CacheScope, type Plugin } from 'general-manager';
import { parse } from 'graphql';
import { Keyv } from 'keyv';
import type { BenchDatabase } from './database/open.js';
import { ratio, spread } from './measure/statistics.js';
import type { Options } from './options.js';
import { rounded } from './report/summary.js';
import { figure, table } from './report/table.js';
import { ENTITIES, Track } from './servers/ours/entities.js';

const TENANT = { roles: [], tenantId: 1 };

/** Entries that depend on the table that is written. */
const ENTRIES = 100_000;

/** That a computation reads: a tenth of these is the tenant's. */
const TRACKS = 1_000;

/** Asked at a time: one waits for the last. */
const ASKED = 20;
const WRITES = 50;

/** 20 artists, their 200 albums, their 2,000 tracks, each with its genre. */
const NESTED = parse(
  '{ artists(first: 20) { nodes { id name albums(first: 20) { nodes { id title tracks(first: 20) { nodes { id name milliseconds unitPrice genre { name } } } } } } } }',
);

interface Contender {
  readonly name: string;
  readonly run: () => Promise<unknown>;
}

/** What hits cost, against computing and reading; and what writes pay for what is kept. */
export async function cache({ rounds }: Options, database: BenchDatabase, print: (text: string) => void): Promise<object> {
  const orm = await MikroORM.init({
    clientUrl: database.url,
    entities: [...ENTITIES, ...sideTables()],
    metadataProvider: ReflectMetadataProvider,
  });
  const side = await MikroORM.init({ clientUrl: database.url, entities: sideTables(), metadataProvider: ReflectMetadataProvider });
  await side.schema.create();
  await side.close();
  const boot = async (plugins: readonly Plugin[], more: object): Promise<Application> => bootstrap({ orm, drift: 'off', plugins, ...more });
  try {
    const plain = await boot([], { recordChanges: true });
    const caching = await boot([keepAll('dependency')], {
      recordChanges: true,
      cache: { store: new Keyv(), memory: { maxBytes: 512_000_000 } },
    });
    // Whoever comes first warms the code and the table for the others.
    await writes(plain, rounds);
    const empty = await writes(caching, rounds);
    const recorded = await writes(plain, rounds);
    const hits = { computation: await computations(caching, rounds), w3: await operations(plain, caching, rounds) };
    await fill(caching);
    const entries = caching.cacheStatistics.memory.entries;
    const full = await writes(caching, rounds);
    const rows = [
      ['computation that reads 1,000 rows, kept', `${figure(hits.computation.median)} × as fast as computed`],
      ['W3 whole response, kept', `${figure(hits.w3.median)} × as fast as read`],
      ['update of a track, with a cache that is empty', `${figure(empty / recorded)} × the time of one without a cache`],
      [`… with a cache of ${entries} entries`, `${figure(full / recorded)} ×`],
    ];
    print(`\nCaches, ${rounds} rounds, one request at a time\n${table(['', ''], rows)}`);
    return {
      cache: {
        computation: rounded(hits.computation.median),
        w3: rounded(hits.w3.median),
        write: rounded(empty / recorded),
        writeWithEntries: rounded(full / recorded),
        entries,
      },
    };
  } finally {
    await orm.close();
  }
}

async function computations(gm: Application, rounds: number): Promise<ReturnType<typeof ratio>> {
  const compute = async (as: ReturnType<Application['as']>): Promise<number> => {
    const items = await as
      .manager(Track)
      .cached('none')
      .filter({ milliseconds: { gt: 0 }, id: { lte: TRACKS * 10 } })
      .all();
    return items.reduce((sum, { milliseconds }) => sum + Number(milliseconds), 0);
  };
  const longest = gm.computation('length of tracks', {}, compute);
  return faster(
    [
      { name: 'computed', run: async () => compute(gm.as(TENANT)) },
      { name: 'kept', run: async () => longest(gm.as(TENANT)) },
    ],
    rounds,
  );
}

async function operations(plain: Application, caching: Application, rounds: number): Promise<ReturnType<typeof ratio>> {
  const ask = (gm: Application) => async () => {
    const answer = await gm.direct.operation(NESTED)?.run({}, { actor: TENANT });
    if (!answer || answer.rest || answer.errors.length > 0) throw new TypeError('the nested lists were not answered directly');
  };
  return faster(
    [
      { name: 'read', run: ask(plain) },
      { name: 'kept', run: ask(caching) },
    ],
    rounds,
  );
}

/** How many times as fast the second is, of the same round. */
async function faster(contenders: readonly [Contender, Contender], rounds: number): Promise<ReturnType<typeof ratio>> {
  const times = contenders.map((): number[] => []);
  for (let round = 0; round <= rounds; round += 1)
    for (const [index, { run }] of contenders.entries()) {
      const took = await timed(run, ASKED);
      if (round > 0) times[index]?.push(took);
    }
  const [slow = [], fast = []] = times;
  return ratio(slow, fast);
}

/** Milliseconds of a write. */
async function writes(gm: Application, rounds: number): Promise<number> {
  const tracks = gm.system('bench').manager(Track);
  let count = 0;
  const write = async (): Promise<unknown> => tracks.update(1 + (count % 1_000), { milliseconds: (count += 1) });
  const times: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const took = await timed(write, WRITES);
    if (round > 0) times.push(took);
  }
  return spread(times).median;
}

/** Keeps many answers that depend on tracks. */
async function fill(gm: Application): Promise<void> {
  const kept = gm.computation(
    'one of many',
    {},
    async (as, number: number) => (await as.manager(Track).cached('none').find(number))?.id ?? null,
  );
  for (let start = 0; start < ENTRIES; start += 500)
    await Promise.all(Array.from({ length: 500 }, async (_each, index) => kept(gm.as(TENANT), start + index)));
}

async function timed(run: () => Promise<unknown>, times: number): Promise<number> {
  const began = performance.now();
  for (let count = 0; count < times; count += 1) await run();
  return (performance.now() - began) / times;
}

/** Keeps the reads of every manager. */
function keepAll(scope: CacheScope): Plugin {
  const transformModel = ({ model }: { readonly model: ApplicationModel }): ApplicationModel => ({
    ...model,
    managers: new Map([...model.managers].map(([name, manager]) => [name, { ...manager, cache: scope }])),
  });
  return definePlugin({ name: 'keep-all', description: 'Keeps all reads.', hooks: { transformModel } });
}
