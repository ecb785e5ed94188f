import { sideTables } from 'general-manager/mikro-orm';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, definePlugin, type Application, type ApplicationModel, type CacheScope, type Plugin } from 'general-manager';
import { parse } from 'graphql';
import { Keyv } from 'keyv';
import type { BenchDatabase } from './database/open.js';
import { ratio } from './measure/statistics.js';
import type { Options } from './options.js';
import { rounded } from './report/summary.js';
import { figure, table } from './report/table.js';
import { makeSideTables } from './servers/ours/caching.js';
import { ENTITIES, Track } from './servers/ours/entities.js';

const TENANT = { roles: [], tenantId: 1 };

/** That a computation reads: a tenth of these is the tenant's. */
const TRACKS = 1_000;

/** Asked at a time: one waits for the last. */
const ASKED = 20;
const WARM_UP_MS = 2_000;

/** 20 artists, their 200 albums, their 2,000 tracks, each with its genre. */
const NESTED = parse(
  '{ artists(first: 20) { nodes { id name albums(first: 20) { nodes { id title tracks(first: 20) { nodes { id name milliseconds unitPrice genre { name } } } } } } } }',
);

interface Contender {
  readonly name: string;
  readonly run: () => Promise<unknown>;
}

/** What hits cost, against computing and reading. */
export async function cache({ rounds }: Options, database: BenchDatabase, print: (text: string) => void): Promise<object> {
  const orm = await MikroORM.init({
    clientUrl: database.url,
    entities: [...ENTITIES, ...sideTables()],
    metadataProvider: ReflectMetadataProvider,
  });
  await makeSideTables({ clientUrl: database.url, metadataProvider: ReflectMetadataProvider });
  const unrecorded = await MikroORM.init({ clientUrl: database.url, entities: ENTITIES, metadataProvider: ReflectMetadataProvider });
  try {
    const plain = await bootstrap({ orm: unrecorded, drift: 'off' });
    const caching = await bootstrap({
      orm,
      drift: 'off',
      plugins: [keepAll('dependency')],
      recordChanges: true,
      cache: { store: new Keyv(), memory: { maxBytes: 512_000_000 } },
    });
    const hits = { computation: await computations(caching, rounds), w3: await operations(plain, caching, rounds) };
    const rows = [
      ['computation that reads 1,000 rows, kept', `${figure(hits.computation.median)} × as fast as computed`],
      ['W3 whole response, kept', `${figure(hits.w3.median)} × as fast as read`],
    ];
    print(`\nCaches, ${rounds} rounds, one request at a time\n${table(['', ''], rows)}`);
    return {
      cache: {
        computation: rounded(hits.computation.median),
        w3: rounded(hits.w3.median),
      },
    };
  } finally {
    await orm.close();
    await unrecorded.close();
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
  for (const { run } of contenders) await warmedUp(run);
  for (let round = 0; round < rounds; round += 1)
    for (const [index, { run }] of contenders.entries()) times[index]?.push(await timed(run, ASKED));
  const [slow = [], fast = []] = times;
  return ratio(slow, fast);
}

/** Runs it until what it runs is compiled. */
async function warmedUp(run: () => Promise<unknown>): Promise<void> {
  for (const end = performance.now() + WARM_UP_MS; performance.now() < end;) await run();
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
