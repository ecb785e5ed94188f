import * as fc from 'fast-check';
import {
  actor,
  allOf,
  anyOf,
  authenticated,
  everyone,
  nobody,
  not,
  role,
  where,
  type PermissionRule,
  type Rule,
} from 'general-manager/decorators';
import { MOODS, STAMPS, TEXTS, UUIDS } from '../../reads/support/rows.js';

type Filter = Readonly<Record<string, unknown>>;

const pick = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const one = (operator: string, operand: fc.Arbitrary<unknown>): fc.Arbitrary<Filter> => operand.map((value) => ({ [operator]: value }));
const oneOf = (operators: readonly string[], operand: fc.Arbitrary<unknown>): fc.Arbitrary<Filter> =>
  fc.tuple(pick(...operators), operand).map(([operator, value]) => ({ [operator]: value }));

/** What actors have: values of each type, lists, nothing, null, and values that fit no field. */
const ATTRIBUTES = [
  'text',
  'number',
  'other',
  'list',
  'numbers',
  'time',
  'interval',
  'own',
  'missing',
  'gap',
  'nested.id',
  'constructor',
  '__proto__.x',
];
const attribute = pick(...ATTRIBUTES).map((path) => actor(path));
/** A value, or in one of four cases an attribute of the actor. */
const orActor = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 3, arbitrary: value }, { weight: 1, arbitrary: attribute });
const listOf = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 4, arbitrary: fc.array(orActor(value), { maxLength: 3 }) }, { weight: 1, arbitrary: attribute });

const nullness = fc.oneof(one('isNull', fc.boolean()), pick<Filter>({ eq: null }, { ne: null }));
const equality = (value: fc.Arbitrary<unknown>): fc.Arbitrary<Filter> =>
  fc.oneof(oneOf(['eq', 'ne'], orActor(value)), oneOf(['in', 'notIn'], listOf(value)), nullness);
const ordered = (value: fc.Arbitrary<unknown>): fc.Arbitrary<Filter> =>
  fc.oneof(equality(value), oneOf(['gt', 'gte', 'lt', 'lte'], orActor(value)));
const field = (operators: fc.Arbitrary<Filter>, value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 4, arbitrary: operators },
    { weight: 1, arbitrary: fc.tuple(operators, operators).map(([left, right]) => ({ ...left, ...right })) },
    { weight: 1, arbitrary: orActor(value) },
    { weight: 1, arbitrary: fc.constant(null) },
  );

const text = fc.oneof(pick(...TEXTS), pick('B', '%%', '_%', '\\\\', 'i', 'A_'));
const pattern = pick('%', '_', '%a%', 'A%', '\\%%', '\\_', '%\\\\%', '%_', '', '_%_', '%ä%', "'%");
// Few of them, so that they are found at one end of a text and not at the other.
const part = fc.oneof({ weight: 2, arbitrary: pick('a', 'b', ' ', '%', '_', 'A', '') }, { weight: 1, arbitrary: text });
const textual = fc.oneof(
  { weight: 2, arbitrary: equality(text) },
  { weight: 3, arbitrary: oneOf(['contains', 'startsWith', 'endsWith'], orActor(part)) },
  { weight: 1, arbitrary: one('like', pattern) },
);
const int = pick(-1, 0, 1, 2, 3, 2 ** 31 - 1, -(2 ** 31));
const float = pick(-1.5, 0, -0, 0.1, 0.30000000000000004, 1e300, 5e-324, Infinity, -Infinity, NaN);
const bigint = pick<unknown>(0n, -(2n ** 63n), 2n ** 63n - 1n, 9007199254740993n, 9007199254740992n, '9007199254740993');
const decimal = pick<unknown>('-1.5', '0', '1.001', '1.00100', '1.0001', '10001e-4', '9999999999999999.9999', '1e20', '.5', 1.5);
const date = pick<unknown>('0001-01-01', '1970-01-01', '2024-02-29', '9999-12-31');
const time = pick<unknown>(
  '00:00',
  '12:30',
  '12:30:00',
  '12:30:00.000001',
  '12:30:00.0000010'.slice(0, 15),
  '23:59:59.999999',
  '24:00:00',
  '12:30+02',
);
const zoned = pick<unknown>(
  '00:00Z',
  '12:00+02',
  '12:00:00+0200',
  '10:00:00+00:00',
  '12:30:00.5-03:30',
  '24:00+00',
  '00:00+00',
  '05:00:00Z',
);
const interval = pick<unknown>(
  '1 mon',
  '30 days',
  '720:00:00',
  'P30D',
  'P1M',
  'P1Y',
  'PT720H',
  '1 year',
  'PT0S',
  '-00:00:01.5',
  'PT-1.5S',
  'P1DT2H',
  'P-1M30D',
  '00:00:00',
);
const shade = pick<unknown>('RED', 'red ', 'Blue', '', ' ', 'Ä', 'ä', 'X');
const instant = pick(...STAMPS).map((each) => new Date(`${each.slice(0, 23)}Z`));
const uuid = fc.oneof(pick(...UUIDS), pick(UUIDS[1]?.toUpperCase() ?? ''));
const listing = (value: fc.Arbitrary<unknown>): fc.Arbitrary<Filter> =>
  fc.oneof(
    oneOf(['hasSome', 'hasEvery'], fc.oneof(fc.array(value, { maxLength: 3 }), attribute)),
    one('has', orActor(value)),
    oneOf(['isEmpty', 'isNull'], fc.boolean()),
  );
const document = fc.oneof(pick<unknown>(true, false, 0, 1, 1.5, [], {}, [1], [1, 'a'], { a: 1 }, { b: [1], a: null }), text);
const json = fc.oneof(
  oneOf(['eq', 'ne'], document),
  oneOf(['in', 'notIn'], fc.array(document, { maxLength: 3 })),
  one('isNull', fc.boolean()),
  oneOf(['contains', 'startsWith', 'endsWith'], text),
);
const path = pick<readonly string[]>([], ['a'], ['b'], ['a', 'b'], ['0'], ['-1'], ['a', '0'], ['b', '1'], [''], ['__proto__'], ['length']);

const values: readonly (readonly [string, fc.Arbitrary<unknown>])[] = [
  ['id', field(ordered(int), int)],
  ['label', field(textual, text)],
  ['secret', field(textual, text)],
  ['size', field(ordered(int), int)],
  ['weight', field(ordered(float), float)],
  ['serial', field(ordered(bigint), bigint)],
  ['price', field(ordered(decimal), decimal)],
  ['fragile', field(fc.oneof(oneOf(['eq', 'ne'], orActor(fc.boolean())), nullness), fc.boolean())],
  ['made', field(ordered(date), date)],
  ['opens', field(ordered(time), time)],
  ['shuts', field(ordered(zoned), zoned)],
  ['lasts', field(ordered(interval), interval)],
  ['heft', field(ordered(float), float)],
  ['shade', field(equality(shade), shade)],
  ['share', field(equality(pick('0%', '12%', '012%', '5%')), pick('0%', '12%', '012%', '5%'))],
  ['seen', field(ordered(instant), instant)],
  ['noted', field(ordered(instant), instant)],
  ['code', field(equality(uuid), uuid)],
  ['mood', field(equality(pick(...MOODS)), pick(...MOODS))],
  ['tint', field(equality(pick(...MOODS)), pick(...MOODS))],
  ['grade', field(equality(pick(1, 7)), pick(1, 7))],
  ['tags', listing(pick('a', 'b', '%', ''))],
  ['counts', listing(pick(0, 1, 3))],
  [
    'facts',
    fc.oneof(
      json,
      fc.tuple(path, json).map(([keys, filter]) => ({ path: keys, ...filter })),
    ),
  ],
  ['measure', fc.record({ width: field(ordered(int), int) })],
  ['vault', pick<unknown>(null, {}, { code: 'x' }, { not: { code: 'x' } }, actor('number'), 1)],
];
const comparisons = values.map(([name, operand]) => operand.map((value): Filter => ({ [name]: value })));

const conditions = fc.letrec<{ thing: Filter; shelf: Filter }>((tie) => {
  const connect = (inner: fc.Arbitrary<Filter>): readonly fc.Arbitrary<Filter>[] => [
    one('not', inner),
    oneOf(['and', 'or'], fc.array(inner, { maxLength: 3 })),
    fc.tuple(inner, inner).map(([left, right]) => ({ ...left, ...right })),
  ];
  const shelf = fc.oneof({ weight: 4, arbitrary: tie('shelf') }, { weight: 1, arbitrary: pick<unknown>(null, {}, 2, actor('number')) });
  return {
    thing: fc.oneof({ maxDepth: 2, depthIdentifier: 'condition' }, fc.oneof(...comparisons), ...connect(tie('thing')), one('shelf', shelf)),
    shelf: fc.oneof(
      { maxDepth: 2, depthIdentifier: 'condition' },
      fc.oneof(one('name', field(textual, text)), one('floor', field(ordered(int), int))),
      ...connect(tie('shelf')),
      { weight: 4, arbitrary: one('things', oneOf(['some', 'every', 'none'], tie('thing'))) },
    ),
  };
});

const constants = fc.oneof(
  pick(everyone(), nobody(), authenticated(), role('admin'), role(), role('clerk', 'admin')),
  fc
    .tuple(attribute, pick('eq', 'ne'), pick<string | number>('a', 1, ''))
    .map(([reference, operator, value]) => (operator === 'eq' ? reference.eq(value) : reference.ne(value))),
  attribute.map((reference) => reference.in(['a', 1])),
);

/** Rules about things, of every kind. */
export const thingRule: fc.Arbitrary<Rule> = fc.letrec<{ rule: Rule }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'rule' },
    { weight: 5, arbitrary: conditions.thing.map((condition) => where(condition)) },
    { weight: 1, arbitrary: constants },
    { weight: 1, arbitrary: tie('rule').map((inner) => not(inner)) },
    { weight: 1, arbitrary: fc.array(tie('rule'), { maxLength: 3 }).map((rules) => anyOf(...rules)) },
    { weight: 1, arbitrary: fc.array(tie('rule'), { maxLength: 3 }).map((rules) => allOf(...rules)) },
  ),
})).rule;

const simple: readonly fc.Arbitrary<Filter>[] = [
  ...comparisons,
  ...['contains', 'startsWith', 'endsWith'].map((operator) => one('label', one(operator, part))),
  ...['hasSome', 'hasEvery'].map((operator) => one('tags', one(operator, fc.array(pick('a', 'b', '%'), { maxLength: 2 })))),
  ...['some', 'every', 'none'].map((quantifier) => one('shelf', one('things', one(quantifier, fc.oneof(...comparisons))))),
];

/** One comparison each of every field, operator and quantifier, and nothing around it, so that nothing covers up what it says. */
export const simpleRules: readonly fc.Arbitrary<Rule>[] = simple.map((each) => each.map((condition) => where(condition)));

/** What stands for one operation: rules, parts, and lists of them. */
export const permission: fc.Arbitrary<PermissionRule> = fc.oneof(
  thingRule,
  fc.record({ allow: thingRule, deny: thingRule }, { requiredKeys: ['allow'] }),
  fc.record({ allow: thingRule, require: thingRule, deny: thingRule }),
  fc.array(
    fc.oneof(
      thingRule,
      thingRule.map((deny) => ({ deny })),
      thingRule.map((require) => ({ require })),
    ),
    { minLength: 1, maxLength: 4 },
  ),
);

/** Somebody who acts, with attributes of many types; one in six is anonymous. */
export const acting: fc.Arbitrary<object | null> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record(
      {
        text: text,
        number: pick<unknown>(1, 2, 3, 0, -1, 1n, '2'),
        time: pick<unknown>('12:30', '24:00', '24:01', '12:00+02', 'noon', '12:00', '25:00'),
        interval: pick<unknown>('1 mon', 'P30D', '1 fortnight', 'P1.5D', 'infinity', '@ 1 day', 'P', 1, { days: 1 }, 'P9999999999D'),
        own: pick<unknown>('Red', '12%', 'x', 7, '', '\u0000'),
        other: pick<unknown>(NaN, {}, [], true, new Date(0), Symbol('x'), () => 1, 'calm', 1.5, UUIDS[1]),
        list: fc.array(text, { maxLength: 3 }),
        numbers: fc.array(pick(0, 1, 2, 3), { maxLength: 3 }),
        gap: pick<unknown>(null, [null, 1], [undefined]),
        nested: fc.record({ id: pick<unknown>(1, 2, 'a') }),
        roles: fc.array(pick('admin', 'clerk'), { maxLength: 2 }),
      },
      { requiredKeys: [] },
    ),
  },
  { weight: 1, arbitrary: fc.constant(null) },
);
