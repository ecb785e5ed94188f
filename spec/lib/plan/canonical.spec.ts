import { expect } from 'chai';
import * as fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { canonical } from '../../../lib/plan/canonical.js';

const SEED = 31;
const value = fc.anything({ withBigInt: true, withDate: true, withNullPrototype: false, withSet: false, withMap: false, maxDepth: 3 });

describe('the canonical text', () => {
  it('does not depend on the order of keys', () => {
    const property = fc.property(fc.dictionary(fc.string(), value), (object) => {
      const turned = Object.fromEntries(Object.entries(object).toReversed());
      expect(canonical(turned)).to.equal(canonical(object));
      expect(canonical({ a: [turned] })).to.equal(canonical({ a: [object] }));
    });
    fc.assert(property, { seed: SEED, numRuns: 300 });
  });

  it('differs where values do', () => {
    const property = fc.property(value, value, (left, right) => {
      fc.pre(!isDeepStrictEqual(left, right) && comparable(left) && comparable(right));
      expect(canonical(left)).not.to.equal(canonical(right));
    });
    fc.assert(property, { seed: SEED, numRuns: 1000 });
  });

  it('keeps values of different types apart', () => {
    const date = new Date(5);
    const values: readonly unknown[] = [
      null,
      undefined,
      0,
      '0',
      0n,
      false,
      'null',
      NaN,
      'NaN',
      Infinity,
      -Infinity,
      [],
      {},
      '',
      date,
      5,
      'd5',
      [[]],
      [null],
      new Uint8Array([1]),
      'bAQ==',
    ];
    expect(new Set(values.map((each) => canonical(each))).size).to.equal(values.length);
    expect(new Set(values.map((each) => canonical({ a: [each] }))).size).to.equal(values.length);
  });

  it('leaves out what is undefined, as requests do', () => {
    expect(canonical({ a: undefined, b: 1 })).to.equal(canonical({ b: 1 }));
  });

  it('goes as deep as it is told, so that what contains itself has a text, too', () => {
    const circle: Record<string, unknown> = { name: 'x' };
    circle['self'] = circle;
    expect(canonical(circle, 2)).to.equal('{"name":"x","self":{"name":"x","self":…}}');
    expect(canonical({ a: { b: 1 } }, 1)).to.equal(canonical({ a: { c: 2 } }, 1));
    expect(canonical({ a: 1 }, 1)).not.to.equal(canonical({ a: 2 }, 1));
  });
});

/** What requests consist of; an invalid date and -0 are not told apart from others like them. */
function comparable(each: unknown): boolean {
  if (each instanceof Date) return !Number.isNaN(each.getTime());
  if (Object.is(each, -0) || each === undefined) return false;
  if (typeof each !== 'object' || each === null) return true;
  return Object.values(each).every(comparable);
}
