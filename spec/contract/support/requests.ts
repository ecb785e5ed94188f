import * as fc from 'fast-check';
import type { CapabilityRequest, MeasureKind, ReadRequest, RelationRequest, SelectionRequest } from 'general-manager/plugin';
import { MOODS } from './entities.js';
import { DAYS, PRICES, ROWS, SERIALS, STAMPS, TEXTS, TIMES, TOPICS, UUIDS } from './rows.js';

type Filter = Readonly<Record<string, unknown>>;

const pick = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const listOf = (value: fc.Arbitrary<unknown>): fc.Arbitrary<readonly unknown[]> => fc.array(value, { maxLength: 3 });
const one = (operator: string, operand: fc.Arbitrary<unknown>): fc.Arbitrary<Filter> => operand.map((value) => ({ [operator]: value }));
const oneOf = (operators: readonly string[], operand: fc.Arbitrary<unknown>): fc.Arbitrary<Filter> =>
  fc.tuple(pick(...operators), operand).map(([operator, value]) => ({ [operator]: value }));

const nullness = fc.oneof(one('isNull', fc.boolean()), pick<Filter>({ eq: null }, { ne: null }));
const same = (value: fc.Arbitrary<unknown>): fc.Arbitrary<Filter> => fc.oneof(oneOf(['eq', 'ne'], value), nullness);
const equality = (value: fc.Arbitrary<unknown>): fc.Arbitrary<Filter> => fc.oneof(same(value), oneOf(['in', 'notIn'], listOf(value)));
const ordered = (value: fc.Arbitrary<unknown>): fc.Arbitrary<Filter> => fc.oneof(equality(value), oneOf(['gt', 'gte', 'lt', 'lte'], value));

const text = fc.oneof(pick(...TEXTS), pick('B', '%%', '_%', '\\\\', 'Ä', 'A_', '😀_', '[a]', 'a*'));
const PARTS = ['contains', 'startsWith', 'endsWith'];
const pattern = pick(
  '%',
  '_',
  '%a%',
  'A%',
  '\\%%',
  '\\_',
  '%\\\\%',
  '\\a',
  '%_',
  '',
  '_%_',
  '%ä%',
  "'%",
  '|%',
  '[%',
  '*',
  '?',
  '[a]',
  '_ ',
);
const textual = fc.oneof(ordered(text), oneOf(PARTS, text), one('like', pattern));
const int = pick(-1, 0, 1, 2, 3, 7, 2 ** 31, -(2 ** 31), Number.MAX_SAFE_INTEGER);
const float = pick(-1.5, 0, -0, 0.1, 0.3, 0.30000000000000004, 1e300, 5e-324, Infinity, -Infinity, NaN);
const ratio = pick(-1.5, 0, 0.1, 0.30000000000000004, 16777216, 16777217, 3.25, Infinity, -Infinity, NaN);
const bigint = pick<unknown>(...SERIALS, 9007199254740993n, 0);
const decimal = pick<unknown>(
  ...PRICES,
  '1.00010000000000000001',
  '10001e-4',
  '1e20',
  '-1e20',
  '.5',
  '1e-400',
  '-1e-400',
  '1e400',
  1.5,
  3n,
);
const date = pick<unknown>(...DAYS, '12024-01-01', '0044-03-15 BC', new Date('2024-02-29T23:00:00Z'));
const time = pick(...TIMES, '12:30', '12:30:00.000001', '12:30:00+02');
const instant = pick(...STAMPS, '+012024-01-01T00:00:00Z', '-000044-01-01T00:00:00Z').map((each) => new Date(each));
const uuid = pick(...UUIDS, UUIDS[1]?.toUpperCase() ?? '', UUIDS[1]?.replaceAll('-', '') ?? '');
const mood = pick(...MOODS);
const bytes = pick('', '00ff', 'c0', 'ff').map((each) => Buffer.from(each, 'hex'));
const path = pick<readonly string[]>([], ['a'], ['b'], ['a', 'b'], ['a b'], ['"'], ['']);
const facts = fc
  .tuple(path, fc.oneof(one('isNull', fc.boolean()), oneOf(PARTS, text)))
  .map(([keys, filter]) => ({ path: keys, ...filter }));
const measure = fc.record({ width: ordered(int), note: textual }, { requiredKeys: [] });

const values: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  id: ordered(int),
  label: textual,
  size: ordered(int),
  weight: ordered(float),
  ratio: ordered(ratio),
  serial: ordered(bigint),
  price: ordered(decimal),
  fragile: same(fc.boolean()),
  made: ordered(date),
  opens: ordered(time),
  seen: ordered(instant),
  code: ordered(uuid),
  mood: equality(mood),
  grade: equality(pick(-2, 1, 7, 10)),
  facts,
  data: same(bytes),
  odd: equality(pick('ab', 'ba', 'AB', '')),
  remainder: ordered(int),
  measure,
  secret: textual,
};

const fieldsOf = (fields: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<Filter> =>
  fc.oneof(...Object.entries(fields).map(([name, operand]) => one(name, operand)));

const whole = pick<unknown>(
  ...SERIALS,
  0n,
  1n,
  2147483648n,
  -18446744073709551617n,
  18446744073709551614n,
  '99999999999999999999999999999999',
);
const amount = pick<unknown>(...PRICES, '2.0011', '-3', '100000000.0000', '1e-5', '1e40', '-1e40');

type Kind = 'item' | 'topic' | 'tag' | 'slot' | 'badge' | 'vehicle';

/** What measures are compared with; averages of exact numbers are not. */
const MEASURED: Readonly<Record<Kind, Readonly<Record<string, Readonly<Record<string, fc.Arbitrary<Filter>>>>>>> = {
  item: {
    sum: { size: ordered(whole), serial: ordered(whole), price: ordered(amount), remainder: ordered(whole) },
    min: {
      label: textual,
      price: ordered(decimal),
      made: ordered(date),
      seen: ordered(instant),
      serial: ordered(bigint),
      ratio: ordered(ratio),
    },
    max: { label: textual, weight: ordered(float), opens: ordered(time), code: ordered(uuid), size: ordered(int), secret: textual },
    countDistinct: { label: ordered(int), mood: ordered(int), price: ordered(int), fragile: ordered(int), secret: ordered(int) },
  },
  topic: { sum: { rank: ordered(whole) }, max: { code: textual, rank: ordered(int) } },
  tag: { min: { name: textual, id: ordered(int) }, countDistinct: { name: ordered(int) } },
  slot: { sum: { size: ordered(whole) }, max: { row: textual } },
  badge: { min: { id: ordered(uuid) }, countDistinct: { color: ordered(int) } },
  vehicle: { max: { plate: textual }, countDistinct: { plate: ordered(int) } },
};

/** A condition on a measure. */
function measured(kind: Kind): fc.Arbitrary<Filter> {
  const kinds = Object.entries(MEASURED[kind]).map(([measure, fields]) => one(measure, fieldsOf(fields)));
  return fc.oneof(one('count', ordered(pick(0, 1, 2, 5))), ...kinds);
}

const filters = fc.letrec<Record<Kind, Filter>>((tie) => {
  const some = (kind: Kind): fc.Arbitrary<Filter> =>
    fc.oneof({ weight: 3, arbitrary: oneOf(['some', 'every', 'none'], tie(kind)) }, { weight: 1, arbitrary: measured(kind) });
  const single = (kind: Kind): fc.Arbitrary<unknown> =>
    fc.oneof({ weight: 3, arbitrary: tie(kind) }, { weight: 1, arbitrary: pick<unknown>(null, {}) });
  const made = (kind: Kind, own: fc.Arbitrary<Filter>, related: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<Filter> =>
    fc.oneof(
      { maxDepth: 3, depthIdentifier: 'filter' },
      own,
      one('not', tie(kind)),
      oneOf(['and', 'or'], fc.array(tie(kind), { maxLength: 3 })),
      ...Object.entries(related).map(([name, operand]) => one(name, operand)),
    );
  return {
    item: made('item', fieldsOf(values), {
      topic: single('topic'),
      parent: single('item'),
      children: some('item'),
      tags: some('tag'),
      badge: single('badge'),
      slot: single('slot'),
      vehicles: some('vehicle'),
    }),
    topic: made('topic', fieldsOf({ code: textual, rank: ordered(int) }), { items: some('item'), slots: some('slot') }),
    tag: made('tag', fieldsOf({ id: ordered(int), name: textual }), { items: some('item') }),
    slot: made('slot', fieldsOf({ row: textual, size: ordered(int) }), { topic: single('topic'), items: some('item') }),
    badge: made('badge', fieldsOf({ id: ordered(uuid), color: textual }), { item: single('item') }),
    vehicle: made('vehicle', fieldsOf({ plate: textual, id: ordered(int) }), { owner: single('item') }),
  };
});

const SORTS: Readonly<Record<Kind, readonly string[]>> = {
  item: `id label size weight ratio serial price fragile made opens seen code mood grade remainder secret measure.width topic.code topic.rank
    parent.label parent.topic.rank badge.color slot.row slot.topic.rank
    children.count children.sum.price tags.max.name vehicles.count topic.items.count parent.children.sum.serial`.split(/\s+/),
  topic: ['code', 'rank', 'items.sum.serial', 'items.max.label', 'slots.count'],
  tag: ['id', 'name', 'items.countDistinct.label'],
  slot: ['row', 'size', 'topic.rank', 'topic.code'],
  badge: ['id', 'color', 'item.label'],
  vehicle: ['id', 'plate', 'owner.label'],
};

const sortsOf = (kind: Kind): fc.Arbitrary<readonly unknown[]> =>
  fc
    .uniqueArray(
      fc
        .record({ name: pick(...SORTS[kind]), direction: pick('asc', 'desc'), nulls: pick('', ' nulls first', ' nulls last') })
        .map((key) => {
          const parts = key.name.split('.').toReversed();
          return { key: parts.reduce<unknown>((inner, part) => ({ [part]: inner }), `${key.direction}${key.nulls}`), name: key.name };
        }),
      { maxLength: 3, selector: ({ name }) => name },
    )
    .map((keys) => keys.map(({ key }) => key));

const FIELDS: Readonly<Record<Kind, readonly string[]>> = {
  item: [...Object.keys(values), 'box', 'boxes'],
  topic: ['code', 'rank'],
  tag: ['id', 'name'],
  slot: ['row', 'size'],
  badge: ['id', 'color'],
  vehicle: ['id', 'plate'],
};

const RELATIONS: Readonly<Record<Kind, Readonly<Record<string, readonly [Kind, 'one' | 'many']>>>> = {
  item: {
    topic: ['topic', 'one'],
    parent: ['item', 'one'],
    badge: ['badge', 'one'],
    slot: ['slot', 'one'],
    children: ['item', 'many'],
    tags: ['tag', 'many'],
    vehicles: ['vehicle', 'many'],
  },
  topic: { items: ['item', 'many'], slots: ['slot', 'many'] },
  tag: { items: ['item', 'many'] },
  slot: { topic: ['topic', 'one'], items: ['item', 'many'] },
  badge: { item: ['item', 'one'] },
  vehicle: { owner: ['item', 'one'] },
};

const size = fc.integer({ min: 0, max: 4 });
const page = fc.oneof(
  fc.record({ first: size }),
  fc.record({ last: size }),
  fc.record({ first: size, offset: fc.integer({ min: 0, max: 4 }) }),
  fc.constant({}),
);

function selectionOf(kind: Kind, depth: number): fc.Arbitrary<SelectionRequest> {
  const relations =
    depth === 0 ? fc.constant([]) : fc.uniqueArray(fc.oneof(...relationsOf(kind, depth)), { maxLength: 2, selector: ({ alias }) => alias });
  const capabilities = fc.oneof(
    fc.constant([]),
    capability(kind).map((each) => [each]),
  );
  const base = fc.record({ fields: fc.subarray([...FIELDS[kind]]), relations, capabilities, instances: pick(false, false, false, true) });
  if (kind !== 'vehicle') return base;
  const trailer = depth === 0 ? fc.constant([]) : fc.constant([relation('trailer', { select: { fields: ['plate'], relations: [] } })]);
  const variants = fc.record({
    Car: fc.record({ fields: fc.constant(['doors']), relations: fc.constant([]), capabilities: fc.constant([MAY_CAR]) }),
    Truck: fc.record({ fields: fc.constant(['load']), relations: trailer }),
  });
  return fc.tuple(base, variants).map(([own, variants]) => ({ ...own, variants }));
}

const capability = (kind: Kind): fc.Arbitrary<CapabilityRequest> =>
  fc.record({
    alias: fc.constant('may'),
    operations: fc.subarray(['update', 'delete'] as const),
    fields: fc.subarray([...FIELDS[kind], ...(kind === 'item' ? ['parent', 'tags'] : [])]),
  });
const MAY_CAR: CapabilityRequest = { alias: 'mayCar', operations: ['update'], fields: ['doors'] };

const relation = (field: string, request: ReadRequest): RelationRequest => ({ alias: `${field}_`, field, request });

function relationsOf(kind: Kind, depth: number): readonly fc.Arbitrary<RelationRequest>[] {
  return Object.entries(RELATIONS[kind]).map(([field, [target, cardinality]]) =>
    (cardinality === 'one'
      ? fc.record({ select: selectionOf(target, depth - 1) })
      : fc.oneof({ weight: 3, arbitrary: requestOf(target, depth - 1) }, { weight: 1, arbitrary: aggregateOf(target) })
    ).map((request) => relation(field, request)),
  );
}

/** A list of a kind, with relations along the way. */
function requestOf(kind: Kind, depth: number): fc.Arbitrary<ReadRequest> {
  return fc.record({
    select: selectionOf(kind, depth),
    filter: fc.option(filters[kind], { nil: undefined }),
    sort: sortsOf(kind),
    page,
    rows: fc.constantFrom(true, true, true, false),
    total: fc.boolean(),
    positions: fc.boolean(),
  });
}

const GROUPED: Readonly<Record<Kind, readonly string[]>> = {
  item: `label size weight ratio serial price fragile made opens seen code mood grade remainder secret measure.width measure.note topic topic.rank
    parent.label parent.topic.rank badge.color slot.row slot.topic parent.secret`.split(/\s+/),
  topic: ['code', 'rank'],
  tag: ['id', 'name'],
  slot: ['row', 'size', 'topic.rank', 'topic'],
  badge: ['id', 'color', 'item.label', 'item'],
  vehicle: ['plate', 'owner.label', 'owner'],
};

/** Averages besides the measures that are compared, also along relations. */
const AVERAGED: Readonly<Record<Kind, readonly string[]>> = {
  item: ['size', 'serial', 'price', 'remainder', 'topic.rank', 'parent.price', 'measure.width'],
  topic: ['rank'],
  tag: [],
  slot: ['size', 'topic.rank'],
  badge: ['item.size'],
  vehicle: ['owner.serial'],
};

/** Groups, or measures of everything; what floating-point numbers add up to depends on the order in which databases add them. */
function aggregateOf(kind: Kind): fc.Arbitrary<ReadRequest> {
  const named = Object.entries(MEASURED[kind]).flatMap(([measure, fields]) => Object.keys(fields).map((name) => [measure, name] as const));
  const averaged = AVERAGED[kind].flatMap((name) => [['avg', name] as const, ['sum', name] as const, ['max', name] as const]);
  const sorts = [...named.map((each) => each.join('.')), 'count'];
  const measures = fc
    .subarray([['count', ''] as const, ...named, ...averaged])
    .map((all) => all.map(([measure, name]) => ({ kind: measure as MeasureKind, names: name === '' ? [] : name.split('.') })));
  const condition = measured(kind);
  const having = fc.oneof(condition, one('not', condition), oneOf(['and', 'or'], fc.array(condition, { maxLength: 3 })));
  const groups = fc.record({
    groupBy: fc.uniqueArray(pick(...GROUPED[kind]), { minLength: 1, maxLength: 2 }).map((keys) => keys.map((key) => key.split('.'))),
    having: fc.option(having, { nil: undefined }),
    sort: fc
      .uniqueArray(fc.tuple(pick(...sorts), pick('', '-')), { maxLength: 2, selector: ([name]) => name })
      .map((keys) => keys.map(([name, sign]) => `${sign}${name}`)),
    measures,
  });
  const select = fc.constant({ fields: [], relations: [] });
  const filter = fc.option(filters[kind], { nil: undefined });
  const pageOfGroups = fc.oneof(fc.record({ first: size, offset: fc.integer({ min: 0, max: 2 }) }), fc.constant({}));
  return fc.oneof(
    { weight: 1, arbitrary: fc.record({ select, filter, aggregate: fc.record({ measures }) }) },
    { weight: 2, arbitrary: fc.record({ select, filter, aggregate: groups, page: pageOfGroups }) },
  );
}

/** A read of any manager. */
export const request: fc.Arbitrary<readonly [string, ReadRequest]> = fc.oneof(
  ...(['Item', 'Item', 'Item', 'Topic', 'Tag', 'Slot', 'Badge', 'Vehicle'] as const).map((name) =>
    fc.tuple(
      fc.constant(name),
      fc.oneof(
        { weight: 2, arbitrary: requestOf(name.toLowerCase() as Kind, 3) },
        { weight: 1, arbitrary: aggregateOf(name.toLowerCase() as Kind) },
      ),
    ),
  ),
);

/** A list whose pages are walked, and the size of the pages. */
export const walk: fc.Arbitrary<{
  readonly sort: readonly unknown[];
  readonly filter: unknown;
  readonly size: number;
  readonly reverse: boolean;
}> = fc.record({
  sort: sortsOf('item'),
  filter: fc.option(filters.item, { nil: undefined }),
  size: fc.integer({ min: 1, max: 6 }),
  reverse: fc.boolean(),
});

/** Actors for whom the policies say different things. */
export const acting: fc.Arbitrary<object | null> = pick<object | null>(null, { roles: ['admin'] }, { name: 'a' }, { name: 'A', roles: [] });

/** Keys of topics and slots, also ones that only a collation takes for those that are there. */
export const keyOfTopic = pick(...TOPICS, 'A', 'b', 'a ', 'ä B', 'a b');
export const keyOfSlot = fc.record({ topic: keyOfTopic, row: pick(...ROWS, 'X', 'y', 'x ') });
