import { expect } from 'chai';
import { orderTimes, orderZonedTimes, timeOf } from '../../../lib/permission/time-value.js';

const SECOND = 1_000_000;

describe('times of day', () => {
  const read: readonly (readonly [string, object])[] = [
    ['00:00', { microseconds: 0 }],
    ['01:02', { microseconds: 3720 * SECOND }],
    ['01:02:03', { microseconds: 3723 * SECOND }],
    ['01:02:03.4', { microseconds: 3723 * SECOND + 400_000 }],
    ['01:02:03.000004', { microseconds: 3723 * SECOND + 4 }],
    ['01:02Z', { microseconds: 3720 * SECOND, offset: 0 }],
    ['01:02z', { microseconds: 3720 * SECOND, offset: 0 }],
    ['01:02+03', { microseconds: 3720 * SECOND, offset: 3 * 3600 }],
    ['01:02-03', { microseconds: 3720 * SECOND, offset: -3 * 3600 }],
    ['01:02+03:04', { microseconds: 3720 * SECOND, offset: 3 * 3600 + 4 * 60 }],
    ['01:02+0304', { microseconds: 3720 * SECOND, offset: 3 * 3600 + 4 * 60 }],
    ['01:02:03.4-03:04:05', { microseconds: 3723 * SECOND + 400_000, offset: -(3 * 3600 + 4 * 60 + 5) }],
    ['01:02-030405', { microseconds: 3720 * SECOND, offset: -(3 * 3600 + 4 * 60 + 5) }],
  ];
  it('are read with and without seconds and a zone', () => {
    for (const [text, time] of read) expect(timeOf(text), text).to.deep.equal(time);
  });

  it('are not read from anything else', () => {
    const none = [
      '',
      '1:00',
      '01',
      '01:0',
      '01:00:0',
      '01:00:00.',
      '01:00:00.1234567',
      '01:00 +01',
      '01:00+1',
      '01:00+01:',
      '01:00x',
      'x01:00',
      'noon',
      '01:00:00:00',
      null,
      undefined,
      1,
      {},
    ];
    for (const each of none) expect(timeOf(each), JSON.stringify(each)).to.equal(undefined);
  });

  it('are ordered by the clock where there is no zone', () => {
    expect(orderTimes('01:00', '02:00')).to.equal(-3600 * SECOND);
    expect(orderTimes('02:00+05', '02:00')).to.equal(0);
    expect(orderTimes('02:00', 'x')).to.equal(undefined);
    expect(orderTimes('x', '02:00')).to.equal(undefined);
  });

  it('are ordered by the instant, then by the zone, where there is one', () => {
    expect(orderZonedTimes('12:00+02', '10:00+00')).to.be.below(0);
    expect(orderZonedTimes('10:00+00', '12:00+02')).to.be.above(0);
    expect(orderZonedTimes('12:00+02', '11:00+00')).to.be.below(0);
    expect(orderZonedTimes('10:00+00', '10:30+00')).to.be.below(0);
    expect(orderZonedTimes('13:00+02', '10:00+00')).to.be.above(0);
    expect(orderZonedTimes('12:00+02', '12:00+02:00')).to.equal(0);
    expect(orderZonedTimes('10:00', '10:00+00')).to.equal(undefined);
    expect(orderZonedTimes('10:00+00', '10:00')).to.equal(undefined);
    expect(orderZonedTimes('x', '10:00+00')).to.equal(undefined);
    expect(orderZonedTimes('10:00+00', 'x')).to.equal(undefined);
  });
});
