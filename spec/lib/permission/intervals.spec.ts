import { expect } from 'chai';
import { intervalOf, intervalText, orderIntervals } from '../../../lib/permission/interval-value.js';

const SECOND = 1_000_000n;
const HOUR = 3600n * SECOND;

const of = (months: bigint, days: bigint, microseconds: bigint): object => ({ months, days, microseconds });

describe('intervals', () => {
  const read: readonly (readonly [unknown, object])[] = [
    ['1 day', of(0n, 1n, 0n)],
    ['2 days', of(0n, 2n, 0n)],
    ['-1 days', of(0n, -1n, 0n)],
    ['+3 days', of(0n, 3n, 0n)],
    ['1 mon', of(1n, 0n, 0n)],
    ['2 mons', of(2n, 0n, 0n)],
    ['1 year', of(12n, 0n, 0n)],
    ['2 years', of(24n, 0n, 0n)],
    ['-1 years -2 mons +3 days -04:05:06.789', of(-14n, 3n, -(4n * HOUR + 5n * 60n * SECOND + 6_789_000n))],
    ['1 year 2 mons 3 days 04:05:06.000007', of(14n, 3n, 4n * HOUR + 5n * 60n * SECOND + 6_000_007n)],
    ['10:20:30', of(0n, 0n, 10n * HOUR + 20n * 60n * SECOND + 30n * SECOND)],
    ['+01:00:00', of(0n, 0n, HOUR)],
    ['-01:00:00', of(0n, 0n, -HOUR)],
    ['1000000:00:00', of(0n, 0n, 1_000_000n * HOUR)],
    ['00:00:00.1', of(0n, 0n, 100_000n)],
    ['P1Y2M3W4DT5H6M7.8S', of(14n, 25n, 5n * HOUR + 6n * 60n * SECOND + 7_800_000n)],
    ['P-1Y-2M-3W-4DT-5H-6M-7.8S', of(-14n, -25n, -(5n * HOUR + 6n * 60n * SECOND + 7_800_000n))],
    ['12 years 11 mons', of(155n, 0n, 0n)],
    ['P12Y', of(144n, 0n, 0n)],
    ['P12W', of(0n, 84n, 0n)],
    ['P1Y', of(12n, 0n, 0n)],
    ['P12M', of(12n, 0n, 0n)],
    ['P3W', of(0n, 21n, 0n)],
    ['P40D', of(0n, 40n, 0n)],
    ['PT24H', of(0n, 0n, 24n * HOUR)],
    ['PT90M', of(0n, 0n, 90n * 60n * SECOND)],
    ['PT100S', of(0n, 0n, 100n * SECOND)],
    ['PT0.000001S', of(0n, 0n, 1n)],
    ['PT-0.5S', of(0n, 0n, -500_000n)],
    ['P0D', of(0n, 0n, 0n)],
    [
      { years: 1, months: 2, days: 3, hours: 4, minutes: 5, seconds: 6, milliseconds: 7.5 },
      of(14n, 3n, 4n * HOUR + 5n * 60n * SECOND + 6_007_500n),
    ],
    [{ hours: -1 }, of(0n, 0n, -HOUR)],
    [{ minutes: 1 }, of(0n, 0n, 60n * SECOND)],
    [{ milliseconds: 0.0004 }, of(0n, 0n, 0n)],
    [{ days: 1, other: 'x' }, of(0n, 1n, 0n)],
  ];
  it('are read in the forms of PostgreSQL, ISO 8601 and drivers', () => {
    for (const [value, interval] of read) expect(intervalOf(value), JSON.stringify(value)).to.deep.equal(interval);
  });

  const none: readonly unknown[] = [
    '',
    ' ',
    'x',
    '1',
    '1 day x',
    'x1 day',
    '1 fortnight',
    '1 day 1 year',
    '1:00:00',
    '01:00',
    '01:0:00',
    '01:00:0',
    '01:00:00.',
    '01:00:00.1234567',
    '--1 days',
    'P',
    'PT',
    'P1DT',
    'P1Y2Y',
    'xP1D',
    'P1Dx',
    'P1.5D',
    'P1D1H',
    'p1d',
    'PT1.1234567S',
    'P+1D',
    'infinity',
    null,
    undefined,
    1,
    true,
    [],
    {},
    { days: '1' },
    { days: 1.5 },
    { days: Number.MAX_SAFE_INTEGER + 1 },
    { days: NaN },
    { milliseconds: '1' },
    { milliseconds: Infinity },
    { day: 1 },
  ];
  it('are not read from anything else', () => {
    for (const value of none) expect(intervalOf(value), JSON.stringify(value)).to.equal(undefined);
  });

  it('fit what PostgreSQL keeps: 32 bits of months and of days, 64 of microseconds', () => {
    for (const text of [
      'P2147483647M',
      'P-2147483648M',
      'P2147483647D',
      'P-2147483648D',
      'PT9223372036854.775807S',
      'PT-9223372036854.775808S',
    ]) {
      expect(intervalOf(text), text).not.to.equal(undefined);
    }
    for (const text of ['P2147483648M', 'P-2147483649M', 'P2147483648D', 'P-2147483649D', 'PT2562047788H1M', 'PT-2562047789H']) {
      expect(intervalOf(text), text).to.equal(undefined);
    }
    expect(intervalOf('PT9223372036854.775808S')).to.equal(undefined);
    expect(intervalOf('PT-9223372036854.775809S')).to.equal(undefined);
  });

  it('are written in ISO 8601, and read back as they were', () => {
    const written: readonly (readonly [string, string])[] = [
      ['1 year 2 mons 3 days 04:05:06.5', 'P14M3DT14706.500000S'],
      ['-00:00:00.000001', 'P0M0DT-0.000001S'],
      ['-00:00:01', 'P0M0DT-1.000000S'],
      ['-1 days', 'P0M-1DT0.000000S'],
      ['2562047788:00:54.775807', 'P0M0DT9223372036854.775807S'],
    ];
    for (const [text, iso] of written) {
      const interval = intervalOf(text);
      expect(interval && intervalText(interval)).to.equal(iso);
      expect(intervalOf(iso)).to.deep.equal(interval);
    }
  });

  it('are ordered with months of thirty days and days of 24 hours; endless ones are at the ends', () => {
    const ascending = [
      '-infinity',
      '-1 days',
      '-00:00:01',
      '00:00:00',
      '00:00:00.000001',
      '23:59:59',
      '1 day',
      '29 days 23:59:59',
      'P1M',
      'P1M1D',
      '1 year',
      '361 days',
      'infinity',
    ];
    for (const [index, left] of ascending.entries()) {
      for (const [other, right] of ascending.entries())
        expect(orderIntervals(left, right), `${left} ${right}`).to.equal(Math.sign(index - other));
    }
    expect(orderIntervals('1 year', '360 days')).to.equal(0);
    expect(orderIntervals('1 day', 'x')).to.equal(undefined);
    expect(orderIntervals('x', '1 day')).to.equal(undefined);
  });
});
