import { expect } from 'chai';
import { INVALID, parseScalar } from '../../../lib/plan/parse-value.js';
import type { ScalarType } from '../../../lib/plugin.js';
import { scalar } from '../../integrations/type-graphql/support/fields.js';

const bytes = Buffer.from('x');
const date = new Date('2024-02-29T12:00:00.123Z');

/** Of each type what is taken, with the value that becomes of it, and what is not. */
const CASES: Readonly<Record<ScalarType, readonly [taken: readonly (readonly [unknown, unknown])[], refused: readonly unknown[]]>> = {
  string: [
    [
      ['', ''],
      ['ä😀', 'ä😀'],
    ],
    [1, null, undefined, ['x'], {}, 'a\u0000'],
  ],
  int: [
    [
      [1, 1],
      [-0, -0],
      ['42', 42],
      ['-7', -7],
      [5n, 5],
      [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
    ],
    [1.5, NaN, Infinity, 2 ** 53, '9007199254740993', '1.0', '1e3', '', ' 1', '+1', 2n ** 60n, true, null],
  ],
  float: [
    [
      [1.5, 1.5],
      [NaN, NaN],
      [Infinity, Infinity],
    ],
    ['1.5', 1n, null, true],
  ],
  bigint: [
    [
      [1, 1n],
      ['9223372036854775807', 9223372036854775807n],
      ['-9223372036854775808', -9223372036854775808n],
      [2n ** 63n - 1n, 2n ** 63n - 1n],
    ],
    [2n ** 63n, '9223372036854775808', 1.5, 2 ** 53, '', '1n', '0x1', null],
  ],
  decimal: [
    [
      ['1.50', '1.50'],
      ['-.5', '-.5'],
      ['1.', '1.'],
      ['1e-10', '1e-10'],
      [1.5, '1.5'],
      [10n ** 30n, '1000000000000000000000000000000'],
    ],
    ['', '.', 'NaN', 'Infinity', '1,5', '1e99999', '1 ', NaN, Infinity, null, '9'.repeat(1001)],
  ],
  boolean: [
    [
      [true, true],
      [false, false],
    ],
    [0, 1, 'true', null],
  ],
  date: [
    [
      ['2024-02-29', '2024-02-29'],
      ['0044-03-15 BC', '0044-03-15 BC'],
      ['12024-01-01', '12024-01-01'],
      [date, '2024-02-29'],
    ],
    [
      '2023-02-29',
      '2024-13-01',
      '2024-00-01',
      '2024-01-00',
      '2024-1-1',
      '24-01-01',
      '2024-02-29T00:00:00Z',
      'today',
      'infinity',
      new Date(NaN),
      1,
      null,
    ],
  ],
  time: [
    [
      ['00:00', '00:00'],
      ['23:59:59.999999', '23:59:59.999999'],
      ['12:00:00+02', '12:00:00+02'],
      ['12:00:00-02:30', '12:00:00-02:30'],
      ['12:00:00Z', '12:00:00Z'],
    ],
    ['25:00', '12:60', '12:00:60', '12', '1:00', '12:00:00.1234567', 'now', date, null],
  ],
  datetime: [
    [
      [date, date],
      ['2024-02-29T12:00:00.123Z', date],
      ['2024-02-29T14:00:00.123+02:00', date],
      ['2024-02-29T12:00Z', new Date('2024-02-29T12:00:00Z')],
      ['+010000-01-01T00:00:00Z', new Date(253402300800000)],
    ],
    [
      '2024-02-29T12:00:00',
      '2024-02-29',
      '2024-02-30T12:00:00Z',
      '2023-02-29T12:00:00Z',
      '2024-02-29T25:00:00Z',
      'now',
      'infinity',
      new Date(NaN),
      0,
      null,
    ],
  ],
  localDatetime: [
    [
      ['2024-02-29T12:00:00.123', date],
      ['2024-02-29 12:00:00.123', date],
      ['2024-02-29T12:00:00.123Z', date],
      [date, date],
    ],
    ['2024-02-30T12:00:00', '2024-02-29', '12:00', 0, null],
  ],
  uuid: [
    [
      ['7F3C0C1E-53A5-4B7A-9D1E-0242AC120002', '7f3c0c1e-53a5-4b7a-9d1e-0242ac120002'],
      ['7f3c0c1e53a54b7a9d1e0242ac120002', '7f3c0c1e53a54b7a9d1e0242ac120002'],
    ],
    ['', '7f3c0c1e', '7f3c0c1e-53a5-4b7a-9d1e-0242ac12000g', '{7f3c0c1e-53a5-4b7a-9d1e-0242ac120002}', 1, null],
  ],
  interval: [[['1 day', '1 day']], [1, null, '\u0000']],
  json: [
    [
      [null, null],
      [0, 0],
      ['x', 'x'],
      [
        { a: [1, { b: null }], c: undefined },
        { a: [1, { b: null }], c: undefined },
      ],
    ],
    [undefined, NaN, Infinity, 1n, Symbol('x'), (): number => 1, [undefined], [1n], { a: { b: NaN } }, '\u0000', { '\u0000': 1 }],
  ],
  blob: [[[bytes, bytes]], ['x', [1], null]],
  custom: [
    [
      [1, 1],
      ['x', 'x'],
    ],
    [],
  ],
};

describe('values of requests', () => {
  for (const [type, [taken, refused]] of Object.entries(CASES)) {
    const field = scalar('value', type as ScalarType);

    it(`${type}: takes what is one`, () => {
      for (const [value, expected] of taken) expect(parseScalar(field, value)).to.deep.equal(expected);
    });

    it(`${type}: refuses what is none`, () => {
      for (const value of refused) expect(parseScalar(field, value), typeof value === 'string' ? value : typeof value).to.equal(INVALID);
    });
  }

  it('of a custom type are what its values look like', () => {
    const field = scalar('value', 'custom', { looksLike: 'int' });
    expect(parseScalar(field, 1)).to.equal(1);
    expect(parseScalar(field, 'x')).to.equal(INVALID);
  });
});
