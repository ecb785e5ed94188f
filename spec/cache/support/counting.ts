// A process that writes its own counter and reads all of them through caches, and says what it did and when, until it is killed.
import { bootCounters, Counter, openCounters } from './counters.js';

const [, , url = '', redis = '', own = '1', all = '3'] = process.argv;
const orm = await openCounters(url);
const gm = await bootCounters(orm, redis);
const counters = gm.as(null).manager(Counter);
const numbers = Array.from({ length: Number(all) }, (_each, index) => index + 1);

/** The clock that all processes of the machine share. */
const now = (): string => String(process.hrtime.bigint());

const say = (line: object): boolean => process.stdout.write(`${JSON.stringify(line)}\n`);

const values = gm.computation('values', {}, async (as) => {
  const rows = await as.manager(Counter).cached('none').sort('id').all();
  return rows.map(({ value }) => value);
});

async function read(): Promise<void> {
  const id = 1 + Math.floor(Math.random() * numbers.length);
  const start = now();
  const found = await counters.find(id);
  say({ kind: 'read', id, value: found?.value, start });
  const began = now();
  const every = await values(gm.as(null));
  for (const [index, value] of every.entries()) say({ kind: 'read', id: index + 1, value, start: began });
}

let last = (await counters.cached('none').get(Number(own))).value ?? 0;
say({ kind: 'ready' });
for (;;) {
  for (let each = 0; each < 3; each += 1) await Promise.all([read(), read()]);
  last += 1;
  await gm.system('spec').manager(Counter).update(Number(own), { value: last });
  say({
    kind: 'written',
    id: Number(own),
    value: last,
    end: now(),
    hits: gm.cacheStatistics.counts.flatMap(({ outcomes }) => outcomes.hit ?? 0).reduce((sum, each) => sum + each, 0),
  });
}
