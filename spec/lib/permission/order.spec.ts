import { expect } from 'chai';
import { orderOf } from '../../../lib/permission/order-value.js';
import type { ScalarType } from '../../../lib/model/scalar.js';
import { member, scalar } from '../../integrations/type-graphql/support/fields.js';

/** Each list is ascending; what is in a list inside is equal. */
const ASCENDING: Readonly<Partial<Record<ScalarType, readonly unknown[]>>> = {
  int: [-2, -1, 0, 1, 2, 10],
  float: [-Infinity, -1.5, [0, -0], 0.1, 1e300, Infinity, [NaN, NaN]],
  bigint: [-1n, [0n, 0, '0'], 9007199254740992n, '9007199254740993'],
  decimal: [
    ['-Infinity', '-infinity'],
    '-1e400',
    '-10',
    '-1.5',
    ['0', '-0', '0.000', '.0'],
    '0.001',
    ['1e-2', '0.01', '1E-2'],
    '1.',
    ['15', '1.5e1', '+15', '0.15e+2'],
    ['1500', '1.5e3', '1.5E+03'],
    '1e12',
    '1e5000',
    'Infinity',
    ['NaN', 'nan'],
  ],
  date: [
    ['-infinity', '-Infinity'],
    '0002-01-01 BC',
    '0001-12-31 BC',
    '0001-01-01',
    '0099-12-31',
    '0100-01-01',
    '1969-12-31',
    ['1970-01-01', new Date(0), new Date(86_399_999)],
    ['1970-01-02', new Date(86_400_000)],
    '2024-02-29',
    '2024-03-01',
    '10000-01-01',
    'infinity',
  ],
  datetime: [new Date(-1), new Date(0), new Date(1)],
  localDatetime: [new Date(-1), new Date(0), new Date(1)],
  blob: [Buffer.from(''), Buffer.from('a'), [Buffer.from('ab'), new Uint8Array([97, 98])], Buffer.from('b')],
};

describe('the order of values', () => {
  it('is unknown of what is no value of the type', () => {
    const none: Readonly<Partial<Record<ScalarType, readonly (readonly [unknown, unknown])[]>>> = {
      bigint: [[null, 0n]],
      decimal: [
        ['x', '1'],
        ['1', 'x'],
        ['1e', '1'],
        ['--1', '1'],
        ['1e1000000', '1'],
        ['1-', '1'],
      ],
      date: [
        ['x', '2024-01-01'],
        ['2024-01-01', 'x'],
        ['2024-01', '2024-01-01'],
        ['2024-01-01 AD', '2024-01-01'],
      ],
      time: [['x', '10:00']],
      interval: [['x', '1 day']],
    };
    for (const [type, pairs] of Object.entries(none)) {
      for (const [left, right] of pairs)
        expect(orderOf(scalar('value', type as ScalarType), left, right), String(left)).to.equal(undefined);
    }
  });

  for (const [type, ascending] of Object.entries(ASCENDING)) {
    it(`is that of the database: ${type}`, () => {
      const field = scalar('value', type as ScalarType);
      const ranked = ascending.flatMap((each, rank) => [each].flat().map((value: unknown) => ({ value, rank })));
      for (const left of ranked) {
        for (const right of ranked) {
          const order = orderOf(field, left.value, right.value) ?? NaN;
          expect(Math.sign(order), `${String(left.value)} ${String(right.value)}`).to.equal(Math.sign(left.rank - right.rank));
        }
      }
    });
  }

  it('only tells whether other values differ', () => {
    for (const field of [scalar('value', 'string'), scalar('value', 'boolean'), scalar('value', 'json'), member('value', 'Mood')]) {
      expect(orderOf(field, 'a', 'a')).to.equal(0);
      expect(orderOf(field, 'a', 'b')).to.equal(1);
      expect(orderOf(field, 'b', 'a')).to.equal(1);
    }
    expect(orderOf(scalar('value', 'uuid'), 'B-a', 'ba')).to.equal(0);
    expect(orderOf(scalar('value', 'uuid'), 'a', 'b')).to.equal(1);
  });
});
