import { expect } from 'chai';
import { where } from '../../../decorators/index.js';
import type { Truth } from '../../../lib/permission/truth.js';
import { World } from './world.js';

type Case = readonly [field: string, operator: string, value: unknown, operand: unknown, truth: Truth];

const world = new World();

/** What a comparison says of a thing with one value. */
const compared = (field: string, operator: string, value: unknown, operand: unknown): Truth =>
  world.truth(where({ [field]: { [operator]: operand } }), world.thing({ [field]: value }));

/** Two values of a field, the smaller one first: every operator of order and of equality says so, either way round. */
const ordered = (field: string, less: unknown, more: unknown): readonly Case[] => [
  [field, 'lt', less, more, true],
  [field, 'lte', less, more, true],
  [field, 'gt', less, more, false],
  [field, 'gte', less, more, false],
  [field, 'lt', more, less, false],
  [field, 'lte', more, less, false],
  [field, 'gt', more, less, true],
  [field, 'gte', more, less, true],
  ...different(field, less, more),
];

const different = (field: string, one: unknown, other: unknown): readonly Case[] => [
  [field, 'eq', one, other, false],
  [field, 'ne', one, other, true],
  [field, 'eq', other, one, false],
];

/** Two ways to write one value. */
const same = (field: string, one: unknown, other: unknown = one): readonly Case[] => [
  [field, 'eq', one, other, true],
  [field, 'ne', one, other, false],
  [field, 'eq', other, one, true],
];

/** Two ways to write one value of a field that has an order. */
const equal = (field: string, one: unknown, other: unknown = one): readonly Case[] => [
  ...same(field, one, other),
  [field, 'lt', one, other, false],
  [field, 'lte', one, other, true],
  [field, 'gt', one, other, false],
  [field, 'gte', one, other, true],
];

const text = (operator: string, value: string, operand: string, truth: boolean): Case => ['label', operator, value, operand, truth];

const CASES: Readonly<Record<string, readonly Case[]>> = {
  'whole numbers': [...ordered('size', 1, 2), ...ordered('size', -1, 0), ...equal('size', 3)],
  numbers: [...ordered('weight', 0.5, 0.75), ...equal('weight', 0.1), ...different('weight', 0.1, 0.1 + 1e-12)],
  'numbers of single precision': [...equal('heft', 0.1, Math.fround(0.1)), ...equal('heft', 0.1, 0.1 + 1e-12), ...ordered('heft', 1, 2)],
  'big whole numbers': [...ordered('serial', 9007199254740992n, 9007199254740993n), ...equal('serial', 9007199254740993n)],
  'decimals, without rounding': [
    ...equal('price', '1.50', '1.5'),
    ...equal('price', '150', '150.000'),
    ...equal('price', '-0', '0'),
    ...equal('price', '+1', '1'),
    ...ordered('price', '-1.5', '1.5'),
    ...ordered('price', '-2', '-1'),
    ...ordered('price', '9', '10'),
    ...ordered('price', '0.09', '0.1'),
    ...ordered('price', '9007199254740993.1', '9007199254740993.2'),
  ],
  'decimals that are none': [
    ['price', 'eq', 'x', '0', undefined],
    ['price', 'ne', '1.5.1', '1.5', undefined],
    ['price', 'lt', '', '1', undefined],
    ['price', 'lt', '.', '1', undefined],
    ['price', 'lt', '1 ', '1', undefined],
    ['price', 'lt', ' 1', '1', undefined],
    ['price', 'gt', '1e1000000', '1', undefined],
  ],
  booleans: [...same('fragile', true), ...different('fragile', true, false)],
  days: [
    ...ordered('made', '2024-02-29', '2024-03-01'),
    ...ordered('made', '1969-12-31', '1970-01-01'),
    ...ordered('made', '2023-12-01', '2024-01-01'),
    ...ordered('made', '2024-05-09', '2024-05-10'),
    ...equal('made', '2024-02-29'),
    ['made', 'gt', 'infinity', '9999-12-31', true],
    ['made', 'lt', '-infinity', '0001-01-01', true],
    ['made', 'eq', 'x2024-01-01', '2024-01-01', undefined],
    ['made', 'lt', '2024-01-01T00:00', '2025-01-01', undefined],
    ['made', 'lt', 'xinfinity', '2025-01-01', undefined],
    ['made', 'lt', 'infinityx', '2025-01-01', undefined],
  ],
  times: [
    ...ordered('opens', '09:59', '10:00'),
    ...ordered('opens', '10:00:59', '10:01:00'),
    ...ordered('opens', '10:00:01', '10:00:02'),
    ...ordered('opens', '10:00:00.1', '10:00:00.11'),
    ...equal('opens', '10:00', '10:00:00.000'),
    ...equal('opens', '10:00:00.1', '10:00:00.100000'),
    ...equal('opens', '10:00+02', '10:00'),
  ],
  'times with a zone: by the instant, then by the zone': [
    ...equal('shuts', '10:00:00+01', '10:00+01:00'),
    ...equal('shuts', '10:00Z', '10:00+00'),
    ...equal('shuts', '10:00:00+01:30', '10:00:00+0130'),
    ...ordered('shuts', '10:00+02', '10:00+01'),
    ...ordered('shuts', '12:00+02', '10:00+00'),
    ...ordered('shuts', '10:00-01', '10:00-02'),
    ...ordered('shuts', '10:00+01:30', '10:00+01:29'),
    ['shuts', 'lt', '10:00:00+01:00:01', '10:00+01', true],
    ['shuts', 'gt', '10:00:00-01:00:01', '10:00-01', true],
    ['shuts', 'eq', '10:00', '10:00+00', undefined],
  ],
  intervals: [
    ...equal('lasts', '1 day', '24:00:00'),
    ...equal('lasts', '1 mon', '30 days'),
    ...equal('lasts', '1 year', 'P12M'),
    ...equal('lasts', 'P1W', '7 days'),
    ...ordered('lasts', '1 day', '1 day 00:00:01'),
    ...ordered('lasts', '-00:00:01', '00:00:00'),
  ],
  instants: [...ordered('seen', new Date(1000), new Date(1001)), ...equal('seen', new Date(1000), new Date(1000))],
  'wall clocks': [...ordered('noted', new Date(1000), new Date(1001)), ...equal('noted', new Date(1000), new Date(1000))],
  'UUIDs, however they are written': [
    ...same('code', '00000000-0000-4000-8000-00000000000A', '00000000-0000-4000-8000-00000000000a'),
    ...same('code', '00000000000040008000000000000001', '00000000-0000-4000-8000-000000000001'),
    ...different('code', '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'),
  ],
  bytes: [...same('bytes', Buffer.from('ab'), Buffer.from('ab')), ...different('bytes', Buffer.from('ab'), Buffer.from('abc'))],
  'members of enums': [...same('mood', 'calm'), ...different('mood', 'calm', 'wild')],
  texts: [
    ...same('label', 'a'),
    ...different('label', 'a', 'A'),
    ...different('label', 'a', 'a '),
    text('contains', 'abc', 'b', true),
    text('contains', 'abc', 'ac', false),
    text('contains', 'abc', '', true),
    text('contains', 'abc', '%', false),
    text('startsWith', 'abc', 'ab', true),
    text('startsWith', 'abc', 'bc', false),
    text('endsWith', 'abc', 'bc', true),
    text('endsWith', 'abc', 'ab', false),
  ],
  'texts with patterns': [
    text('like', 'abc', 'abc', true),
    text('like', 'abc', 'ab', false),
    text('like', 'abc', 'bc', false),
    text('like', 'abc', 'a%', true),
    text('like', 'abc', '%c', true),
    text('like', 'abc', '%b%', true),
    text('like', 'abc', '%', true),
    text('like', 'a\nb', 'a%b', true),
    text('like', 'a\nb', 'a_b', true),
    text('like', 'abc', 'a_c', true),
    text('like', 'ac', 'a_c', false),
    text('like', 'abbc', 'a_c', false),
    text('like', 'a😀c', 'a_c', true),
    text('like', 'abc', 'a.c', false),
    text('like', 'a.c', 'a.c', true),
    text('like', 'a%c', 'a\\%c', true),
    text('like', 'abc', 'a\\%c', false),
    text('like', 'a_c', 'a\\_c', true),
    text('like', 'abc', 'a\\_c', false),
    text('like', 'a\\c', 'a\\\\c', true),
    text('like', 'a\nc', 'a\\\nc', true),
    text('like', 'ABC', 'abc', false),
  ],
  lists: [
    ['size', 'in', 1, [1, 2], true],
    ['size', 'in', 3, [1, 2], false],
    ['size', 'in', 3, [], false],
    ['size', 'notIn', 1, [1, 2], false],
    ['size', 'notIn', 3, [1, 2], true],
    ['size', 'notIn', 3, [], true],
    ['tags', 'has', ['a', 'b'], 'b', true],
    ['tags', 'has', ['a', 'b'], 'c', false],
    ['tags', 'has', [null], 'c', false],
    ['tags', 'hasSome', ['a', 'b'], ['c', 'b'], true],
    ['tags', 'hasSome', ['a', 'b'], ['c'], false],
    ['tags', 'hasSome', ['a', 'b'], [], false],
    ['tags', 'hasEvery', ['a', 'b', 'c'], ['a', 'b'], true],
    ['tags', 'hasEvery', ['a', 'b'], ['a', 'c'], false],
    ['tags', 'hasEvery', ['a'], [], true],
    ['tags', 'isEmpty', [], true, true],
    ['tags', 'isEmpty', [], false, false],
    ['tags', 'isEmpty', ['a'], true, false],
    ['tags', 'isEmpty', ['a'], false, true],
    ['tags', 'isNull', [], true, false],
    ['tags', 'isNull', null, true, true],
    ['tags', 'has', null, 'a', undefined],
    ['tags', 'isEmpty', null, true, undefined],
    ['counts', 'has', [1, 2], 2, true],
    ['counts', 'has', [null, 1], 0, false],
    ['counts', 'hasEvery', [1, 2], [3], false],
    ['prices', 'has', ['1.0'], '1.00', true],
    ['prices', 'has', ['1.0'], '1.01', false],
    ['notes', 'has', [{ a: [1] }], { a: [1] }, true],
    ['notes', 'has', [{ a: [1] }], { a: [2] }, false],
    ['spans', 'has', ['24:00:00'], '1 day', true],
  ],
  'documents, whatever the order of their keys': [
    ...same('facts', { a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 }),
    ...same('facts', { a: 1, b: undefined }, { a: 1 }),
    ...different('facts', { a: 1 }, { a: 1, b: 2 }),
    ...different('facts', { a: 1 }, { b: 1 }),
    ...different('facts', { a: 1 }, { a: 2 }),
    ...different('facts', { a: 1, b: 2 }, { a: 1, b: 3 }),
    ...different('facts', 'a', { 0: 'a' }),
    ...different('facts', { a: null }, { a: {} }),
    ...different('facts', { a: null }, { a: 1 }),
    ...different('facts', { a: 'a' }, { a: ['a'] }),
    ...different('facts', { a: 1 }, 1),
    ...different('facts', { 0: 1 }, [1]),
    ...different('facts', [1, 2], [2, 1]),
    ...different('facts', [1], [1, 2]),
    ...different('facts', '1', 1),
    ...different('facts', { a: {} }, { a: [] }),
    ...different('facts', { toString: 1 }, { a: 1 }),
    ['facts', 'in', { a: 1 }, [{ a: 2 }, { a: 1 }], true],
    ['facts', 'notIn', { a: 1 }, [{ a: 2 }, { a: 1 }], false],
    ['facts', 'contains', 'abc', 'b', true],
    ['facts', 'startsWith', 'abc', 'b', false],
    ['facts', 'contains', 12, '1', undefined],
    ['facts', 'contains', ['1'], '1', undefined],
    ['facts', 'eq', null, 1, undefined],
  ],
  'types of their own, by what is stored': [
    ...same('shade', ' Red', 'red '),
    ...different('shade', 'red', 'blue'),
    ['shade', 'in', ' Red', ['blue', 'RED'], true],
    ['shade', 'in', ' Red', ['blue'], false],
    ['shade', 'notIn', ' Red', ['blue', 'RED'], false],
    ['shade', 'eq', 7, 'red', undefined],
    ['shade', 'ne', 'boom', 'red', undefined],
    ['shade', 'eq', null, 'red', undefined],
    ['shade', 'isNull', null, true, true],
    ['shade', 'isNull', null, false, false],
    ['shade', 'isNull', 'red', true, false],
    ['shade', 'isNull', 'red', false, true],
    ['shade', 'isNull', 7, true, undefined],
    ['odd', 'isNull', 'red', true, false],
  ],
  nothing: [
    ['size', 'isNull', null, true, true],
    ['size', 'isNull', null, false, false],
    ['size', 'isNull', 0, true, false],
    ['size', 'isNull', 0, false, true],
    ['folded', 'isNull', '', true, false],
    ...['eq', 'ne', 'gt', 'gte', 'lt', 'lte'].map((operator): Case => ['size', operator, null, 1, undefined]),
    ...['in', 'notIn'].map((operator): Case => ['size', operator, null, [1], undefined]),
    ...['contains', 'startsWith', 'endsWith', 'like'].map((operator): Case => ['label', operator, null, 'a', undefined]),
  ],
};

describe('comparing values in memory', () => {
  for (const [title, cases] of Object.entries(CASES)) {
    it(`decides on ${title}`, () => {
      for (const [field, operator, value, operand, truth] of cases) {
        expect(compared(field, operator, value, operand), `${field} ${shown(value)} ${operator} ${shown(operand)}`).to.equal(truth);
      }
    });
  }

  it('goes into documents', () => {
    const at = (path: readonly string[], condition: object, facts: unknown): Truth =>
      world.truth(where({ facts: { path, ...condition } }), world.thing({ facts }));
    const long = Array.from({ length: 12 }, (_, index) => index);
    const facts = { a: { b: [{ c: 'x' }, 'y'] }, '0': 'zero', n: null, long };
    expect(at(['long', '10'], { eq: 10 }, facts)).to.equal(true);
    expect(at(['a', 'b', '0', 'c'], { eq: 'x' }, facts)).to.equal(true);
    expect(at(['a', 'b', '1'], { eq: 'y' }, facts)).to.equal(true);
    expect(at(['a', 'b', '-1'], { eq: 'y' }, facts)).to.equal(true);
    expect(at(['0'], { eq: 'zero' }, facts)).to.equal(true);
    expect(at(['a', 'b'], { eq: [{ c: 'x' }, 'y'] }, facts)).to.equal(true);
    expect(at([], { eq: 1 }, 1)).to.equal(true);
    const nowhere = [
      ['n'],
      ['z'],
      ['a', 'z'],
      ['a', 'b', '2'],
      ['a', 'b', '-3'],
      ['a', 'b', '1', 'length'],
      ['a', 'b', '1', '0'],
      ['n', 'z'],
    ];
    const inherited = [
      ['toString'],
      ['a', 'constructor'],
      ['a', 'b', 'length'],
      ['a', 'b', 'at'],
      ['a', 'b', '1x'],
      ['a', 'b', 'x1'],
      ['a', 'b', '0.5'],
    ];
    for (const path of [...nowhere, ...inherited]) {
      expect(at(path, { isNull: true }, facts), path.join('.')).to.equal(true);
      expect(at(path, { eq: 1 }, facts), path.join('.')).to.equal(undefined);
    }
  });
});

function shown(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return value.toString();
  return typeof value === 'bigint' ? `${value}n` : JSON.stringify(value);
}
