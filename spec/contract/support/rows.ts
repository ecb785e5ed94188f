import type { ContractStore } from './stores.js';
import * as fc from 'fast-check';
import { MOODS } from './entities.js';

const some = <T>(...values: readonly T[]): fc.Arbitrary<T | null> => fc.constantFrom(null, ...values);

/** Texts that collations, patterns, quoting and JSON treat specially, that differ in case, accents or blanks only, and that tie. */
export const TEXTS = [
  '',
  ' ',
  'a',
  'A',
  'a ',
  'ä',
  'a\u0308',
  'ß',
  'İ',
  '😀',
  '日本',
  '%',
  '_',
  '|',
  '[',
  '*',
  '?',
  '\\',
  '%a_',
  "'",
  '"',
  '0',
  '\n',
];
export const UUIDS = [
  '00000000-0000-0000-0000-000000000000',
  '7f3c0c1e-53a5-4b7a-9d1e-0242ac120002',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
];
export const DAYS = ['1001-01-01', '1970-01-01', '2024-02-29', '9999-12-31'];
export const TIMES = ['00:00:00', '12:30:00', '23:59:59'];
export const STAMPS = [
  '1001-01-01T00:00:00Z',
  '1969-12-31T23:59:59.999Z',
  '2024-02-29T12:00:00.123Z',
  '2024-02-29T12:00:00.124Z',
  '9999-12-31T23:59:59.999Z',
];
export const SERIALS = ['-9223372036854775808', '0', '9007199254740992', '9007199254740993', '9223372036854775807'];
export const PRICES = ['-1.5000', '0', '1.0001', '1.0010', '1.001', '99999999.9999', '-99999999.9999'];
/** Keys that no collation takes for each other, so that every database stores them all. */
export const TOPICS = ['a', 'B', 'ä b', "c'c", '%'];
export const ROWS = ['x', 'Y', 'z w'];
const FACTS = [null, {}, { a: 'A%' }, { a: null }, { a: { b: 'text' } }, { 'a b': 1, '"': 'quote' }, 'text', 5, [1, 2]];

const box = fc.option(
  fc.record({ depth: some(1, 2), opened: some(...STAMPS).map((each) => each && new Date(each)), lid: some('x', 'ä', "'") }),
);

const itemRow = fc.record({
  label: some(...TEXTS),
  secret: some(...TEXTS),
  size: some(-2147483648, -1, 0, 1, 2, 2147483647),
  weight: some(-1.5, 0, 0.1, 0.30000000000000004, 1e300, 5e-324),
  ratio: some(-1.5, 0, 0.1, 16777216, 3.25),
  serial: some(...SERIALS).map((each) => each && BigInt(each)),
  price: some(...PRICES),
  fragile: some(true, false),
  made: some(...DAYS),
  opens: some(...TIMES),
  seen: some(...STAMPS).map((each) => each && new Date(each)),
  code: some(...UUIDS),
  mood: some(...MOODS),
  grade: some(-2, 1, 7, 10),
  facts: fc.constantFrom(...FACTS),
  data: some('', '00ff', 'c0'),
  odd: some('ab', 'ba', 'Ab'),
  measure: fc.option(fc.record({ width: some(1, 2), note: some('n', 'N'), hint: some('h') })),
  box,
  boxes: fc.option(fc.array(box, { maxLength: 2 })),
  topic: some(...TOPICS),
  parent: fc.option(fc.nat(15)),
  slot: fc.option(fc.tuple(fc.constantFrom(...TOPICS), fc.constantFrom(...ROWS))),
  tags: fc.uniqueArray(fc.constantFrom(1, 2, 3, 4), { maxLength: 4 }),
  badge: fc.boolean(),
});

const vehicle = fc.record({
  kind: fc.constantFrom('Car', 'Truck'),
  plate: fc.constantFrom('p', 'P', 'q'),
  owner: fc.option(fc.nat(15)),
  doors: some(2, 4),
  load: some('1.50', '-2.25'),
  trailer: fc.option(fc.nat(8)),
});

/** What a store holds. */
export const world = fc.record({
  items: fc.array(itemRow, { maxLength: 16, minLength: 6, size: 'max' }),
  vehicles: fc.array(vehicle, { maxLength: 8 }),
  slots: fc.uniqueArray(fc.tuple(fc.constantFrom(...TOPICS), fc.constantFrom(...ROWS), some(0, 1, 2)), {
    maxLength: 10,
    selector: ([topic, row]) => `${topic}/${row}`,
  }),
  ranks: fc.tuple(some(1, 2), some(1, 2), some(1, 2), some(1, 2), some(1, 2)),
});

export type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

const TABLES = ['vehicle', 'badge', 'item_tags', 'item', 'slot', 'tag', 'topic'];
const TAGS = ['red', 'Red', 'hidden', 'blue'];

/** Puts a world in place of all that a store held, through MikroORM. */
export async function fill(store: ContractStore, { items, vehicles, slots, ranks }: World): Promise<void> {
  await store.run('update item set parent_id = null');
  await store.run('update vehicle set trailer_id = null');
  for (const table of TABLES) await store.run(`delete from ${table}`);
  const em = store.orm.em.fork();
  const insert = async (entity: string, rows: readonly object[]): Promise<void> => {
    for (const row of rows) em.persist(em.create(entity as never, row as never, { partial: true }));
    await em.flush();
  };
  await insert(
    'Topic',
    TOPICS.map((code, index) => ({ code, rank: ranks[index] ?? null })),
  );
  await insert(
    'Tag',
    TAGS.map((name, index) => ({ id: index + 1, name })),
  );
  await insert(
    'Slot',
    slots.map(([topic, row, size]) => ({ topic, row, size })),
  );
  const known = new Set(slots.map(([topic, row]) => `${topic}/${row}`));
  await insert(
    'Item',
    items.map(({ tags: _tags, badge: _badge, parent, slot, data, ...row }, index) => ({
      id: index + 1,
      ...row,
      data: data === null ? null : Buffer.from(data, 'hex'),
      parent: parent !== null && parent < index ? parent + 1 : null,
      slot: slot && known.has(slot.join('/')) ? slot : null,
    })),
  );
  for (const [index, { tags }] of items.entries()) {
    for (const tag of tags) await store.run(`insert into item_tags (item_id, tag_id) values (${index + 1}, ${tag})`);
  }
  const badged = items.flatMap(({ badge }, index) => (badge ? [index + 1] : []));
  await insert(
    'Badge',
    badged.map((item) => ({ id: `00000000-0000-4000-8000-${String(item).padStart(12, '0')}`, color: 'gold', item })),
  );
  for (const [index, { kind, plate, owner, doors, load, trailer }] of vehicles.entries()) {
    const own = kind === 'Car' ? { doors } : { load, trailer: trailer !== null && trailer < index ? trailer + 1 : null };
    await insert(kind, [{ id: index + 1, plate, owner: owner !== null && owner < items.length ? owner + 1 : null, ...own }]);
  }
}
