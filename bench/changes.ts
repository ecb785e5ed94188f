// What it costs to write down what is written, in CPU of this process and of the database: `npm run bench:changes`.
import { Entity, ManyToOne, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import type { EntityManager, Rel } from '@mikro-orm/postgresql';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, type Application } from 'general-manager';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { sideTables } from 'general-manager/mikro-orm';
import { scaleOf } from './database/fill.js';
import { openDatabase, type BenchDatabase } from './database/open.js';
import { sourceOf } from './database/source.js';
import { backendsOf, usedSince } from './measure/processes.js';
import { ratio, type Spread } from './measure/statistics.js';
import { table } from './report/table.js';

const ROUNDS = Number(process.env['ROUNDS'] ?? 7);
const MS = 1000;
const ROWS = 10_000;

@Entity()
@Manager()
@Permission({ read: everyone(), create: everyone() })
class Harbour {
  @PrimaryKey()
  id!: number;

  @Property({ length: 50 })
  name!: string;
}

@Entity()
@Manager()
@Permission({ read: everyone(), create: everyone(), update: everyone(), delete: everyone() })
class Ship {
  @PrimaryKey()
  id!: number;

  @Property({ length: 50 })
  name!: string;

  @Property({ type: 'text', nullable: true })
  remark?: string | null;

  @Property({ type: 'integer', nullable: true })
  tons?: number | null;

  @Property({ type: 'datetime', columnType: 'timestamptz(3)', nullable: true })
  built?: Date | null;

  @Property({ type: 'boolean' })
  sails = true;

  @ManyToOne(() => Harbour, { nullable: true })
  harbour?: Rel<Harbour> | null;
}

interface Writing {
  readonly gm: Application;
  readonly em: () => EntityManager;
}

type Write = (writing: Writing, turn: number) => Promise<unknown>;

const ship = (turn: number): object => ({
  name: `Ship ${turn}`,
  remark: 'None.',
  tons: turn % 1000,
  built: new Date(turn * 1000),
  sails: turn % 2 === 0,
});
const keyAt = (turn: number): number => 1 + ((turn * 7919) % ROWS);
const acting = ({ gm }: Writing) => gm.as({ id: 1 }).manager(Ship);

/** What is written, by what writes it. */
const WRITES: Readonly<Record<string, Write>> = {
  'create, one statement': async (writing, turn) => acting(writing).create(ship(turn)),
  'create of 100 at once': async (writing, turn) =>
    acting(writing).createMany(Array.from({ length: 100 }, (_none, index) => ship(turn + index))),
  update: async (writing, turn) => acting(writing).update(keyAt(turn), { tons: turn }),
  'flush of a change': async ({ em }, turn) => {
    const own = em();
    const found = await own.findOneOrFail(Ship, keyAt(turn));
    found.tons = turn;
    await own.flush();
  },
  nativeUpdate: async ({ em }, turn) => em().nativeUpdate(Ship, { id: keyAt(turn) }, { tons: turn }),
  insert: async ({ em }, turn) => em().insert(Ship, ship(turn) as never),
  'SQL by hand': async ({ em }, turn) => em().execute('update ship set tons = ? where id = ?', [turn, keyAt(turn)]),
};

interface Cost {
  readonly process: number;
  readonly database: number;
}

const database = await openDatabase(process.env['DATABASE_URL'], sourceOf(''), scaleOf(1));
const open = async (): Promise<MikroORM> =>
  MikroORM.init({
    clientUrl: database.url,
    entities: [Harbour, Ship, ...sideTables()],
    metadataProvider: ReflectMetadataProvider,
    pool: { min: 1, max: 1, idleTimeoutMillis: 600_000 },
  });
const [recorded, plain] = [await open(), await open()];
try {
  await recorded.schema.update();
  await recorded.em.fork().execute(`insert into harbour (name) values ('North');
    insert into ship (name, remark, tons, sails, harbour_id) select 'Ship ' || n, 'None.', n, true, 1 from generate_series(1, ${ROWS}) as n`);
  const writing = (orm: MikroORM, gm: Application): Writing => ({ gm, em: () => orm.em.fork() });
  const first = writing(recorded, await bootstrap({ orm: recorded, drift: 'off', recordChanges: true }));
  const second = writing(plain, await bootstrap({ orm: plain, drift: 'off' }));
  const rows: string[][] = [];
  for (const [title, write] of Object.entries(WRITES)) rows.push([title, ...(await compare(database, write, first, second))]);
  console.log(
    table(['CPU ms of a write', 'recorded: process', 'database', 'plain: process', 'database', 'recorded / plain: together', ''], rows),
  );
} finally {
  await recorded.close();
  await plain.close();
  await database.close();
}

async function compare(within: BenchDatabase, write: Write, first: Writing, second: Writing): Promise<readonly string[]> {
  const costs: (readonly [Cost, Cost])[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const pair = [
      await costOf(within, async (turn) => write(first, turn)),
      await costOf(within, async (turn) => write(second, turn)),
    ] as const;
    if (round > 0) costs.push(pair);
  }
  const [ours, theirs] = [costs.map(([one]) => one), costs.map(([, other]) => other)];
  const middle = (values: readonly number[]): string => (values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0).toFixed(3);
  const told = ({ median, least, most }: Spread): readonly string[] => [median.toFixed(2), `(${least.toFixed(2)} to ${most.toFixed(2)})`];
  const together = ({ process: own, database: other }: Cost): number => own + other;
  return [
    ...[ours, theirs].flatMap((all) => [middle(all.map((each) => each.process)), middle(all.map((each) => each.database))]),
    ...told(ratio(ours.map(together), theirs.map(together))),
  ];
}

/** Milliseconds of CPU for a write, here and in the database. */
async function costOf({ pool }: BenchDatabase, write: (turn: number) => Promise<unknown>): Promise<Cost> {
  const backends = (await backendsOf(pool)) ?? new Map<number, number>();
  const before = process.cpuUsage();
  const end = performance.now() + MS;
  let writes = 0;
  for (; performance.now() < end; writes += 1) await write(writes);
  const { user, system } = process.cpuUsage(before);
  const after = (await backendsOf(pool)) ?? new Map<number, number>();
  return { process: (user + system) / 1000 / writes, database: usedSince(backends, after) / writes };
}
