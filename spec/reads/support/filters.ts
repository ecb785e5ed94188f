import * as fc from 'fast-check';
import { MOODS, STAMPS, TEXTS, UUIDS } from './rows.js';

type Filter = Readonly<Record<string, unknown>>;

const pick = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
export const listOf = (value: fc.Arbitrary<unknown>): fc.Arbitrary<readonly unknown[]> => fc.array(value, { maxLength: 3 });
const one = (operator: string, operand: fc.Arbitrary<unknown>): fc.Arbitrary<Filter> => operand.map((value) => ({ [operator]: value }));
export const oneOf = (operators: readonly string[], operand: fc.Arbitrary<unknown>): fc.Arbitrary<Filter> =>
  fc.tuple(pick(...operators), operand).map(([operator, value]) => ({ [operator]: value }));

export const nullness = fc.oneof(one('isNull', fc.boolean()), pick<Filter>({ eq: null }, { ne: null }));
export const equality = (value: fc.Arbitrary<unknown>): fc.Arbitrary<Filter> =>
  fc.oneof(oneOf(['eq', 'ne'], value), oneOf(['in', 'notIn'], listOf(value)), nullness);
export const ordered = (value: fc.Arbitrary<unknown>): fc.Arbitrary<Filter> =>
  fc.oneof(equality(value), oneOf(['gt', 'gte', 'lt', 'lte'], value));
/** A value alone, null alone, or up to two operators at once. */
export const field = (operators: fc.Arbitrary<Filter>, value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 4, arbitrary: operators },
    { weight: 1, arbitrary: fc.tuple(operators, operators).map(([left, right]) => ({ ...left, ...right })) },
    { weight: 1, arbitrary: value },
    { weight: 1, arbitrary: fc.constant(null) },
  );

const text = fc.oneof(pick(...TEXTS), pick('B', '%%', '_%', '\\\\', 'i', 'Ä', 'A_', '😀_'));
const PARTS = ['contains', 'startsWith', 'endsWith', 'ieq', 'icontains', 'istartsWith', 'iendsWith'];
const pattern = pick('%', '_', '%a%', 'A%', '\\%%', '\\_', '%\\\\%', '\\a', '%_', '', '_%_', '%ä%', "'%");
const textual = fc.oneof(ordered(text), oneOf(PARTS, text), oneOf(['like', 'ilike'], pattern));

const int = fc.oneof(pick(-1, 0, 1, 2, 3), pick(2 ** 31 - 1, 2 ** 31, -(2 ** 31), Number.MAX_SAFE_INTEGER));
const float = pick(-1.5, 0, -0, 0.1, 0.3, 0.30000000000000004, 1e300, 5e-324, Infinity, -Infinity, NaN);
const bigint = pick<unknown>(0n, -(2n ** 63n), 2n ** 63n - 1n, 9007199254740993n, 9007199254740992n, '9007199254740993', 0);
const decimal = pick<unknown>('-1.5', '0', '1.001', '1.00100', '1.0001', '10001e-4', '9999999999999999.9999', '1e20', '.5', 1.5, 0, 3n);
const date = pick<unknown>('0001-01-01', '1970-01-01', '2024-02-29', '9999-12-31', new Date('2024-02-29T23:00:00Z'));
const time = pick('00:00', '12:30', '12:30:00.000001', '23:59:59.999999');
const instant = fc.oneof(pick(...STAMPS), pick('2024-02-29T12:00:00')).map((each) => new Date(`${each.slice(0, 23)}Z`));
const uuid = fc.oneof(pick(...UUIDS), pick(UUIDS[1]?.toUpperCase() ?? ''));
const mood = pick(...MOODS);

const lists = (value: fc.Arbitrary<unknown>): fc.Arbitrary<Filter> =>
  fc.oneof(oneOf(['eq', 'ne', 'hasSome', 'hasEvery'], listOf(value)), one('has', value), oneOf(['isEmpty', 'isNull'], fc.boolean()));
const tag = pick('a', 'b', '%', '');
const count = pick(0, 1, 3);

const scalarJson = fc.oneof(pick<unknown>(true, false, 0, 1, 1.5, -3), pick(...TEXTS));
const document = fc.oneof(scalarJson, pick<unknown>([], {}, [1], [1, 'a'], { a: 1 }, { b: [1], a: null }));
const json = fc.oneof(
  equality(document),
  // A null in a list is no member: nothing equals null.
  oneOf(['in', 'notIn'], listOf(fc.oneof(document, fc.constant(null)))),
  oneOf(['gt', 'gte', 'lt', 'lte'], scalarJson),
  oneOf(['contains', 'startsWith', 'endsWith', 'icontains'], text),
);
const path = pick<readonly string[]>([], ['a'], ['b'], ['a', 'b'], ['0'], ['-1'], ['a', '0'], ['b', '1'], ['']);
const facts = fc.oneof(
  json,
  fc.tuple(path, json).map(([keys, filter]) => ({ path: keys, ...filter })),
);

const values: readonly (readonly [string, fc.Arbitrary<unknown>])[] = [
  ['id', field(ordered(int), int)],
  ['label', field(textual, text)],
  ['size', field(ordered(int), int)],
  ['weight', field(ordered(float), float)],
  ['serial', field(ordered(bigint), bigint)],
  ['price', field(ordered(decimal), decimal)],
  ['fragile', field(fc.oneof(oneOf(['eq', 'ne'], fc.boolean()), nullness), fc.boolean())],
  ['made', field(ordered(date), date)],
  ['opens', field(ordered(time), time)],
  ['seen', field(ordered(instant), instant)],
  ['noted', field(ordered(instant), instant)],
  ['code', field(ordered(uuid), uuid)],
  ['mood', field(equality(mood), mood)],
  ['tint', field(equality(mood), mood)],
  ['grade', field(equality(pick(1, 7)), pick(1, 7))],
  ['tags', field(lists(tag), listOf(tag))],
  ['counts', field(lists(count), listOf(count))],
  ['facts', facts],
  ['measure', fc.record({ width: field(ordered(int), int) })],
  ['vault', pick<unknown>(null, {}, { code: 'x' }, { not: { code: 'x' } })],
];
const comparisons = values.map(([name, operand]) => operand.map((value): Filter => ({ [name]: value })));

const { thing, shelf } = fc.letrec<{ thing: Filter; shelf: Filter }>((tie) => {
  const connect = (inner: fc.Arbitrary<Filter>): readonly fc.Arbitrary<Filter>[] => [
    one('not', inner),
    oneOf(['and', 'or'], fc.array(inner, { maxLength: 3 })),
    fc.tuple(inner, inner).map(([left, right]) => ({ ...left, ...right })),
  ];
  const quantified = oneOf(['some', 'every', 'none'], tie('thing'));
  return {
    thing: fc.oneof({ maxDepth: 3, depthIdentifier: 'filter' }, fc.oneof(...comparisons), ...connect(tie('thing')), shelfOf(tie('shelf'))),
    shelf: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'filter' },
      fc.oneof(one('name', field(textual, text)), one('floor', field(ordered(int), int))),
      ...connect(tie('shelf')),
      one('things', quantified),
      one(
        'things',
        fc.tuple(quantified, quantified).map(([left, right]) => ({ ...left, ...right })),
      ),
    ),
  };
});

function shelfOf(inner: fc.Arbitrary<Filter>): fc.Arbitrary<Filter> {
  return one('shelf', fc.oneof({ weight: 4, arbitrary: inner }, { weight: 1, arbitrary: pick<unknown>(null, {}) }));
}

/** Filters of things, with every operator of every type. */
export const thingFilter: fc.Arbitrary<Filter> = thing;

/** Filters of shelves, by themselves and by what stands on them. */
export const shelfFilter: fc.Arbitrary<Filter> = shelf;
