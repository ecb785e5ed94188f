// A process of a fleet: reads all counters through caches without end, and writes one when it is told to, up to a step at which it stops itself.
// It says what it did and when, one line of JSON each.
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Command, Line, Step } from './fleet.js';
import { bootCounters, Counter, openCounters } from './counters.js';

const [, , url = '', store = '', count = '1'] = process.argv;

/** The clock that all processes of a machine share. */
const now = (): string => String(process.hrtime.bigint());
const say = (line: Line): void => void writeSync(1, `${JSON.stringify(line)}\n`);

let stopAt: Step | undefined;

/** Stops the whole process, in whatever it is doing; it goes on when somebody says so, or is killed. */
function reach(step: Step, backend?: number): void {
  if (stopAt !== step) return;
  stopAt = undefined;
  say({ kind: 'stopped', step, backend });
  process.kill(process.pid, 'SIGSTOP');
}

/** A client of pg, as far as it is used. */
interface Client {
  readonly processID?: number;
  query(...given: readonly unknown[]): unknown;
}

/** The steps of what goes to the database. */
function stepped(client: Client): void {
  const query = client.query.bind(client);
  client.query = (...given) => {
    const [statement] = given;
    const text = typeof statement === 'string' ? statement : String((statement as { text?: string } | undefined)?.text);
    const isWrite = /\bupdate\b.*\bcounter\b/is.test(text);
    const answered = query(...given);
    if (isWrite) reach('sent', client.processID);
    if (/^commit/i.test(text)) reach('committing', client.processID);
    if (!isWrite || !(answered instanceof Promise)) return answered;
    return answered.then((result: unknown) => {
      reach('written', client.processID);
      return result;
    });
  };
}

const orm = await openCounters(url);
const known = new WeakSet<Client>();
const pool = (await orm.em.getConnection().getNativeClient()) as unknown as { on(event: 'acquire', run: (client: Client) => void): void };
pool.on('acquire', (client) => {
  if (!known.has(client)) stepped(client);
  known.add(client);
});
const gm = await bootCounters(orm, store);
const counters = gm.as(null).manager(Counter);
const numbers = Array.from({ length: Number(count) }, (_each, index) => index + 1);

/** Takes whatever is kept for right. */
function trust(): void {
  const { changes } = gm.model.managers.get('Counter')?.adapter ?? {};
  if (!changes) throw new TypeError('nothing tells of changes');
  const validate = changes.validate.bind(changes);
  changes.validate = async (footprints, signal) => ({ ...(await validate(footprints, signal)), changed: footprints.map(() => false) });
}

const values = gm.computation('values', {}, async (as) => {
  const rows = await as.manager(Counter).cached('none').sort('id').all();
  return rows.map(({ value }) => value);
});
/** Made of other answers that are kept. */
const pair = gm.computation('pair', {}, async (as, first: number, second: number) => [
  (await as.manager(Counter).find(first))?.value,
  (await values(as))[second - 1],
]);
const herd = gm.computation('herd', {}, async (as, round: number) => {
  await orm.em.fork().execute('insert into computed (round) values (?)', [round]);
  await new Promise((resolve) => setTimeout(resolve, 50));
  return (await as.manager(Counter).cached('none').all()).length;
});

type Reading = () => Promise<readonly (readonly [id: number, value: number | undefined])[]>;
const any = (): number => 1 + Math.floor(Math.random() * numbers.length);
const READINGS: readonly Reading[] = [
  async () => {
    const id = any();
    return [[id, (await counters.find(id))?.value]];
  },
  async () => (await values(gm.as(null))).map((value, index) => [index + 1, value] as const),
  async () => {
    const [first, second] = [any(), any()];
    const [one, other] = await pair(gm.as(null), first, second);
    return [
      [first, one],
      [second, other],
    ];
  },
];

const hits = (): number => gm.cacheStatistics.counts.flatMap(({ outcomes }) => outcomes.hit ?? 0).reduce((sum, each) => sum + each, 0);

async function reads(session: string, paceMs: number): Promise<void> {
  for (let turn = 0; ; turn += 1) {
    const start = now();
    try {
      const found = await READINGS[turn % READINGS.length]?.();
      say({ kind: 'read', session, start, end: now(), found: found ?? [], hits: hits() });
    } catch (error) {
      say({ kind: 'failed', session, message: String(error) });
    }
    if (paceMs > 0 || turn % 20 === 0) await new Promise((resolve) => setTimeout(resolve, paceMs));
  }
}

const undo = new Error('undone');

/** Ways to write a counter. */
const WAYS: Readonly<Record<string, (em: EntityManager, id: number, value: number) => Promise<unknown>>> = {
  pipeline: async (_em, id, value) => gm.system('spec').manager(Counter).update(id, { value }),
  flush: async (em, id, value) => {
    Object.assign(await em.findOneOrFail(Counter, id), { value });
    await em.flush();
  },
  native: async (em, id, value) => em.nativeUpdate(Counter, { id }, { value }),
  sql: async (em, id, value) => em.execute('update counter set value = ? where id = ?', [value, id]),
  transaction: async (em, id, value) =>
    em.transactional(async (inner) => {
      await inner.transactional(async (innermost) => innermost.nativeUpdate(Counter, { id }, { value }));
    }),
  undone: async (em, id, value) =>
    em.transactional(async (inner) => {
      await inner.nativeUpdate(Counter, { id }, { value });
      throw undo;
    }),
};

async function write({ id, value, way, stop }: Extract<Command, { readonly do: 'write' }>): Promise<void> {
  stopAt = stop;
  reach('before');
  const start = now();
  say({ kind: 'begun', id, value, start });
  let outcome: 'done' | 'undone' | 'unknown' = 'done';
  try {
    await WAYS[way]?.(orm.em.fork(), id, value);
  } catch (error) {
    outcome = error === undo ? 'undone' : 'unknown';
  }
  const end = now();
  reach('acknowledged');
  stopAt = undefined;
  say({ kind: 'ended', id, value, start, end, outcome });
}

createInterface({ input: process.stdin })
  .on('line', (text) => {
    const command = JSON.parse(text) as Command;
    if (command.do === 'write') void write(command);
    else if (command.do === 'read')
      for (let lane = 0; lane < command.lanes; lane += 1) void reads(`${process.pid}.${lane}`, command.paceMs);
    else if (command.do === 'trust') trust();
    else {
      const asked = Promise.all(Array.from({ length: command.asks }, async () => herd(gm.as(null), command.round)));
      void asked.then((answers) => say({ kind: 'herd', answers: [...new Set(answers)] }));
    }
  })
  .on('close', () => process.exit(0));
say({ kind: 'ready' });
